/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a page can offer beside the words. */
typedef enum
{
  ATTUNE_FAILURE_ACTION_NONE,
  ATTUNE_FAILURE_ACTION_SHOW_DATASET,  /* the examples are to blame: their issues */
  ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT,  /* the key, the credit, or the rights of the account are */
  ATTUNE_FAILURE_ACTION_TRAIN_AGAIN,   /* nothing is wrong, or only a setting */
} AttuneFailureAction;

/* One cause that services are known to give; docs/failures.md is this table for people. */
typedef struct
{
  const char          *code;           /* the service's word for it; NULL: any, or none */
  const char          *phrase;         /* part of its message, lower case; NULL: any */
  const char          *cause;          /* what happened; NULL: the message says it in plain words */
  const char          *next_step;      /* what to do */
  AttuneFailureAction  action;
} AttuneFailure;

/* A failure in words for a person, translated. */
typedef struct
{
  char                *cause;
  char                *next_step;      /* or NULL */
  char                *said;           /* the service's own words, where the cause is not these; or NULL */
  AttuneFailureAction  action;
} AttuneFailureText;

const AttuneFailure *attune_failure_list      (gsize             *n_failures);
const AttuneFailure *attune_failure_find      (const char        *code,
                                               const char        *message);
AttuneFailureText   *attune_failure_describe  (const char        *error_text,
                                               const char        *error_detail);
void                 attune_failure_text_free (AttuneFailureText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneFailureText, attune_failure_text_free)

G_END_DECLS
