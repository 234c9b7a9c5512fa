/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_SAMPLE_FILE (attune_sample_file_get_type ())

/**
 * AttuneSampleFile:
 *
 * A file to try Attune with; it comes inside the program, as a resource. Properties: `file-name`,
 * `title`, `description`.
 */
G_DECLARE_FINAL_TYPE (AttuneSampleFile, attune_sample_file, ATTUNE, SAMPLE_FILE, GObject)

GListModel       *attune_sample_file_list            (void);
AttuneSampleFile *attune_sample_file_find            (const char        *file_name);
const char       *attune_sample_file_get_file_name   (AttuneSampleFile  *self);
const char       *attune_sample_file_get_title       (AttuneSampleFile  *self);
const char       *attune_sample_file_get_description (AttuneSampleFile  *self);
GFile            *attune_sample_file_get_file        (AttuneSampleFile  *self);

G_END_DECLS
