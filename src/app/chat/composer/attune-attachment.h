/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_ATTACHMENT (attune_attachment_get_type ())

/* A text file that goes with a message, as part of its text: every model reads that. */
typedef struct
{
  char *name;
  char *text;
} AttuneAttachment;

GType             attune_attachment_get_type (void);
AttuneAttachment *attune_attachment_new      (const char             *name,
                                              const char             *text);
AttuneAttachment *attune_attachment_copy     (const AttuneAttachment *self);
void              attune_attachment_free     (AttuneAttachment       *self);
void              attune_attachment_append   (const AttuneAttachment *self,
                                              GString                *message);
DexFuture        *attune_attachment_read     (GFile                  *file)
                                              G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneAttachment, attune_attachment_free)

G_END_DECLS
