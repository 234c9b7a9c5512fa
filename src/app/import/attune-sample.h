/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_SAMPLE (attune_sample_get_type ())

/**
 * AttuneSample:
 *
 * A file to try Attune with; it comes inside the program, as a resource. Properties: `file-name`,
 * `title`, `description`.
 */
G_DECLARE_FINAL_TYPE (AttuneSample, attune_sample, ATTUNE, SAMPLE, GObject)

GListModel   *attune_sample_list            (void);
AttuneSample *attune_sample_find            (const char    *file_name);
const char   *attune_sample_get_file_name   (AttuneSample  *self);
const char   *attune_sample_get_title       (AttuneSample  *self);
const char   *attune_sample_get_description (AttuneSample  *self);
GFile        *attune_sample_get_file        (AttuneSample  *self);

G_END_DECLS
