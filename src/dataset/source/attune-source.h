/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_SOURCE (attune_source_get_type ())

/* The longest line or record. Ten images of the largest size that providers take do not fit, but
 * whatever is longer is far more likely a file that is no dataset at all. */
#define ATTUNE_SOURCE_MAX_RECORD (64 * 1024 * 1024)

/**
 * AttuneSource:
 *
 * The text of a file, read once from its beginning to its end through a buffer that is as large as
 * the longest record. What is below the buffer is a plain #GInputStream: decompression and other
 * encodings go there, and no reader needs to know.
 */
G_DECLARE_FINAL_TYPE (AttuneSource, attune_source, ATTUNE, SOURCE, GObject)

AttuneSource *attune_source_open             (const char     *path,
                                              GError        **error);
const char   *attune_source_get_display_name (AttuneSource   *self);
goffset       attune_source_get_size         (AttuneSource   *self);
goffset       attune_source_get_position     (AttuneSource   *self);
goffset       attune_source_get_offset       (AttuneSource   *self);
gboolean      attune_source_fill             (AttuneSource   *self,
                                              GCancellable   *cancellable,
                                              GError        **error);
gboolean      attune_source_is_complete      (AttuneSource   *self);
const char   *attune_source_peek             (AttuneSource   *self,
                                              gsize          *length);
void          attune_source_take             (AttuneSource   *self,
                                              gsize           length);
gboolean      attune_source_read_line        (AttuneSource   *self,
                                              const char    **line,
                                              gsize          *length,
                                              GCancellable   *cancellable,
                                              GError        **error);

G_END_DECLS
