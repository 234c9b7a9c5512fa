/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-field.h"

G_BEGIN_DECLS

#define ATTUNE_MAX_TEMPLATE (256 * 1024)  /* bytes of a paragraph */
#define ATTUNE_MAX_PARAGRAPHS 64

/* A stretch of a paragraph: a text, or a field whose text stands there. */
typedef struct
{
  char        *text;
  gsize        length;
  AttuneField *field;      /* NULL: a text */
} AttuneTemplatePiece;

/* A text with fields in it, in paragraphs of which the blank ones are left out. */
typedef struct
{
  GPtrArray *paragraphs;   /* of GArray of AttuneTemplatePiece */
} AttuneTemplate;

AttuneTemplate    *attune_template_parse       (const char * const    *paragraphs,
                                                GError               **error);
void               attune_template_free        (AttuneTemplate        *self);
void               attune_template_bind        (AttuneTemplate        *self,
                                                const char * const    *columns);
const AttuneField *attune_template_get_field   (const AttuneTemplate  *self,
                                                guint                  paragraph);
char              *attune_template_dup_literal (const AttuneTemplate  *self);
char              *attune_template_escape      (const char            *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTemplate, attune_template_free)

G_END_DECLS
