/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AttuneDecoderSink:
 * @text: some UTF-8, whole characters
 * @length: how many bytes
 *
 * Takes what an #AttuneDecoder made.
 *
 * Returns: %FALSE with an error to stop
 */
typedef gboolean (*AttuneDecoderSink) (const char  *text,
                                       gsize        length,
                                       gpointer     user_data,
                                       GError     **error);

/**
 * AttuneDecoder:
 *
 * Turns bytes of one encoding, or of two that alternate line by line, into UTF-8, block by block in
 * constant memory.
 */
typedef struct _AttuneDecoder AttuneDecoder;

AttuneDecoder *attune_decoder_new          (const char         *encoding,
                                            const char         *other,
                                            gboolean            is_strict,
                                            AttuneDecoderSink   sink,
                                            gpointer            user_data);
void           attune_decoder_free         (AttuneDecoder      *self);
gboolean       attune_decoder_feed         (AttuneDecoder      *self,
                                            const char         *bytes,
                                            gsize               length,
                                            GError            **error);
gboolean       attune_decoder_finish       (AttuneDecoder      *self,
                                            GError            **error);
guint64        attune_decoder_get_n_mended (AttuneDecoder      *self);
goffset        attune_decoder_get_bad_at   (AttuneDecoder      *self);
guint64        attune_decoder_get_bad_line (AttuneDecoder      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneDecoder, attune_decoder_free)

G_END_DECLS
