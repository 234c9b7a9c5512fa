/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands for a text when texts are compared: 128 bits, so that among a thousand million of them
 * two different ones are alike with a chance of about one in 10²⁰. Not against forgery. */
typedef struct
{
  guint64 low;
  guint64 high;
} AttuneFingerprint;

#define ATTUNE_FINGERPRINT_INIT { G_GUINT64_CONSTANT (0x082efa98ec4e6c89), G_GUINT64_CONSTANT (0x452821e638d01377) }

typedef struct _AttuneFingerprintSet AttuneFingerprintSet;

void                  attune_fingerprint_add        (AttuneFingerprint       *self,
                                                     const void              *bytes,
                                                     gsize                    length);
void                  attune_fingerprint_add_tagged (AttuneFingerprint       *self,
                                                     guint32                  tag,
                                                     const void              *bytes,
                                                     gsize                    length);
AttuneFingerprintSet *attune_fingerprint_set_new    (void);
void                  attune_fingerprint_set_free   (AttuneFingerprintSet    *self);
void                  attune_fingerprint_set_reserve (AttuneFingerprintSet   *self,
                                                      guint64                 n_fingerprints);
void                  attune_fingerprint_set_expect (AttuneFingerprintSet    *self,
                                                     const AttuneFingerprint *fingerprint);
gboolean              attune_fingerprint_set_add    (AttuneFingerprintSet    *self,
                                                     const AttuneFingerprint *fingerprint,
                                                     GError                 **error);
gboolean              attune_fingerprint_set_has    (AttuneFingerprintSet    *self,
                                                     const AttuneFingerprint *fingerprint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneFingerprintSet, attune_fingerprint_set_free)

G_END_DECLS
