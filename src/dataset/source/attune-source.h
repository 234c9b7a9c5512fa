/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_SOURCE (attune_source_get_type ())

/**
 * AttuneSource:
 *
 * The text of a file, in UTF-8 and without a byte order mark, of which any part can be read at any
 * time and on any thread. Everything above works on this text and its offsets, whatever the file is
 * made of.
 */
G_DECLARE_FINAL_TYPE (AttuneSource, attune_source, ATTUNE, SOURCE, GObject)

AttuneSource *attune_source_open             (const char     *path,
                                              GError        **error);
const char   *attune_source_get_display_name (AttuneSource   *self);
goffset       attune_source_get_file_size    (AttuneSource   *self);
goffset       attune_source_get_length       (AttuneSource   *self);
gssize        attune_source_read             (AttuneSource   *self,
                                              goffset         offset,
                                              char           *buffer,
                                              gsize           length,
                                              GError        **error);

G_END_DECLS
