/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-profile.h"

G_BEGIN_DECLS

/* What is asked about an account. */
typedef enum
{
  ATTUNE_ACCOUNT_ASPECT_MODELS,     /* does it list its models */
  ATTUNE_ACCOUNT_ASPECT_FILES,
  ATTUNE_ACCOUNT_ASPECT_JOBS,
  ATTUNE_ACCOUNT_ASPECT_TRAINING,   /* is fine-tuning open to it */
  ATTUNE_ACCOUNT_ASPECT_CHAT,
} AttuneAccountAspect;

typedef enum
{
  ATTUNE_ACCOUNT_ANSWER_UNKNOWN,    /* not without paying, or trying */
  ATTUNE_ACCOUNT_ANSWER_YES,
  ATTUNE_ACCOUNT_ANSWER_NO,
} AttuneAccountAnswer;

typedef struct
{
  AttuneAccountAspect  aspect;
  AttuneAccountAnswer  answer;
  int                  n;           /* how many there are, of the first page where there are more; -1 */
  char                *text;        /* a sentence */
  char                *detail;      /* what the service said, or NULL */
} AttuneAccountFinding;

const char *attune_account_aspect_get_title (AttuneAccountAspect  aspect); /* "Models", translated */
const char *attune_account_aspect_to_string (AttuneAccountAspect  aspect); /* "models", for programs */
const char *attune_account_answer_to_string (AttuneAccountAnswer  answer); /* "yes", for programs */

#define ATTUNE_TYPE_ACCOUNT_CHECK (attune_account_check_get_type ())

/**
 * AttuneAccountCheck:
 *
 * What a key may do, as far as it can be known without paying for it. Immutable once the workspace
 * has made it.
 */
G_DECLARE_FINAL_TYPE (AttuneAccountCheck, attune_account_check, ATTUNE, ACCOUNT_CHECK, GObject)

AttuneAccountCheck *attune_account_check_new              (AttuneProfile        *profile);
void                attune_account_check_note_models      (AttuneAccountCheck   *self,
                                                           GPtrArray            *models,
                                                           const GError         *error);
void                attune_account_check_note_files       (AttuneAccountCheck   *self,
                                                           GPtrArray            *files,
                                                           const GError         *error);
void                attune_account_check_note_jobs        (AttuneAccountCheck   *self,
                                                           GPtrArray            *jobs,
                                                           const GError         *error,
                                                           GDateTime            *now);
void                attune_account_check_set_organization (AttuneAccountCheck   *self,
                                                           const char           *organization);

GPtrArray          *attune_account_check_get_findings     (AttuneAccountCheck   *self); /* of AttuneAccountFinding */
const AttuneAccountFinding *attune_account_check_find     (AttuneAccountCheck   *self,
                                                           AttuneAccountAspect   aspect);
const char         *attune_account_check_get_organization (AttuneAccountCheck   *self); /* or NULL */

G_END_DECLS
