/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_TOKEN_TRACE (attune_token_trace_get_type ())

/* What is read of what a service says, so that a hostile one costs no more than a real one. */
#define ATTUNE_TOKEN_TRACE_MAX_STEPS   4000
#define ATTUNE_TOKEN_TRACE_MAX_CHOICES 20
#define ATTUNE_TOKEN_TRACE_MAX_BYTES   1024       /* of a token */
#define ATTUNE_TOKEN_TRACE_MAX_TEXT    (64 * 1024)

/* What a model might have written at one place. */
typedef struct
{
  char   *text;          /* valid UTF-8 */
  double  probability;   /* from 0 to 1; -1 when it was not told */
} AttuneTokenChoice;

/* One token as it was written, or several that make one character together. */
typedef struct
{
  guint   start;         /* in bytes of the text */
  guint   end;
  guint   n_tokens;
  double  probability;   /* of all of them; -1 when it was not told */
  GArray *choices;       /* AttuneTokenChoice, the likeliest first; perhaps the written one among them */
} AttuneTokenStep;

/**
 * AttuneTokenTrace:
 *
 * How a text was written, token by token, and how likely each of them was. Immutable.
 */
typedef struct
{
  char     *text;        /* what the tokens make up, valid UTF-8 */
  GArray   *steps;       /* AttuneTokenStep, in order; they cover the text */
  gboolean  is_cut;      /* there were more than are kept */
} AttuneTokenTrace;

GType             attune_token_trace_get_type (void);
AttuneTokenTrace *attune_token_trace_parse    (const char       *json,
                                               gsize             length);
AttuneTokenTrace *attune_token_trace_ref      (AttuneTokenTrace *self);
void              attune_token_trace_unref    (AttuneTokenTrace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTokenTrace, attune_token_trace_unref)

G_END_DECLS
