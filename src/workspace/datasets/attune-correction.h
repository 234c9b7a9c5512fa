/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_CORRECTION_KIND (attune_correction_kind_get_type ())

/* What an answer that was corrected becomes in a dataset. */
typedef enum
{
  ATTUNE_CORRECTION_EXAMPLE,      /* the conversation up to the corrected answer */
  ATTUNE_CORRECTION_PREFERENCE,   /* the same, with the model’s own answer as the worse one */
} AttuneCorrectionKind;

GType attune_correction_kind_get_type (void);

/* Where a row of a dataset came from. */
typedef struct
{
  char                 *digest;            /* of the row, attune_correction_dup_digest () */
  AttuneCorrectionKind  kind;
  char                 *conversation_id;   /* it may be gone by now */
  gint64                message_id;        /* the answer that was corrected */
  char                 *model;             /* who had answered, or NULL */
  gint64                created_at;        /* Unix seconds */
} AttuneCorrection;

void  attune_correction_free       (AttuneCorrection *self);
char *attune_correction_dup_digest (const char       *json,
                                    gsize             length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneCorrection, attune_correction_free)

G_END_DECLS
