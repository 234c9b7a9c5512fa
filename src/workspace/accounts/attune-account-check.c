/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-check"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-check.h"
#include "attune-account-judge.h"
#include "attune-error.h"

struct _AttuneAccountCheck
{
  GObject        parent_instance;

  AttuneProfile *profile;
  GPtrArray     *findings;
  char          *organization;
};

G_DEFINE_FINAL_TYPE (AttuneAccountCheck, attune_account_check, G_TYPE_OBJECT)

static void
finding_free (gpointer data)
{
  AttuneAccountFinding *finding = data;

  g_free (finding->text);
  g_free (finding->detail);
  g_free (finding);
}

static AttuneAccountFinding *
add (AttuneAccountCheck  *self,
     AttuneAccountAspect  aspect,
     AttuneAccountAnswer  answer,
     char                *text)
{
  AttuneAccountFinding *finding = g_new0 (AttuneAccountFinding, 1);

  finding->aspect = aspect;
  finding->answer = answer;
  finding->n = -1;
  finding->text = text;
  g_ptr_array_add (self->findings, finding);

  return finding;
}

static void
add_failure (AttuneAccountCheck  *self,
             AttuneAccountAspect  aspect,
             const GError        *error)
{
  AttuneAccountFinding *finding;

  finding = add (self, aspect, ATTUNE_ACCOUNT_ANSWER_NO, g_strdup (error->message));
  finding->detail = g_strdup (attune_error_get_detail (error));
}

static void
attune_account_check_finalize (GObject *object)
{
  AttuneAccountCheck *self = (AttuneAccountCheck *)object;

  g_clear_object (&self->profile);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->organization, g_free);

  G_OBJECT_CLASS (attune_account_check_parent_class)->finalize (object);
}

static void
attune_account_check_class_init (AttuneAccountCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_account_check_finalize;
}

static void
attune_account_check_init (AttuneAccountCheck *self)
{
  self->findings = g_ptr_array_new_with_free_func (finding_free);
}

/**
 * attune_account_aspect_get_title:
 * @aspect: what is asked about
 *
 * Returns: (transfer none): its name for people, translated
 */
const char *
attune_account_aspect_get_title (AttuneAccountAspect aspect)
{
  static const char * const titles[] = {
    [ATTUNE_ACCOUNT_ASPECT_MODELS] = N_("Models"),
    [ATTUNE_ACCOUNT_ASPECT_FILES] = N_("Files"),
    [ATTUNE_ACCOUNT_ASPECT_JOBS] = N_("List of Fine-Tunes"),
    [ATTUNE_ACCOUNT_ASPECT_TRAINING] = N_("New Fine-Tunes"),
    [ATTUNE_ACCOUNT_ASPECT_CHAT] = N_("Chat"),
  };

  return _(titles[aspect]);
}

/**
 * attune_account_aspect_to_string:
 * @aspect: what is asked about
 *
 * Returns: (transfer none): its name for programs
 */
const char *
attune_account_aspect_to_string (AttuneAccountAspect aspect)
{
  static const char * const words[] = {
    [ATTUNE_ACCOUNT_ASPECT_MODELS] = "models",
    [ATTUNE_ACCOUNT_ASPECT_FILES] = "files",
    [ATTUNE_ACCOUNT_ASPECT_JOBS] = "jobs",
    [ATTUNE_ACCOUNT_ASPECT_TRAINING] = "training",
    [ATTUNE_ACCOUNT_ASPECT_CHAT] = "chat",
  };

  return words[aspect];
}

/**
 * attune_account_answer_to_string:
 * @answer: an answer
 *
 * Returns: (transfer none): its name for programs
 */
const char *
attune_account_answer_to_string (AttuneAccountAnswer answer)
{
  switch (answer)
    {
    case ATTUNE_ACCOUNT_ANSWER_YES:
      return "yes";

    case ATTUNE_ACCOUNT_ANSWER_NO:
      return "no";

    case ATTUNE_ACCOUNT_ANSWER_UNKNOWN:
    default:
      return "unknown";
    }
}

/**
 * attune_account_check_new:
 * @profile: the provider
 *
 * Returns: (transfer full): a check without findings
 */
AttuneAccountCheck *
attune_account_check_new (AttuneProfile *profile)
{
  AttuneAccountCheck *self;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), NULL);

  self = g_object_new (ATTUNE_TYPE_ACCOUNT_CHECK, NULL);
  self->profile = g_object_ref (profile);

  return self;
}

/**
 * attune_account_check_note_models:
 * @self: a check
 * @models: (nullable) (element-type AttuneModelInfo): the models that were listed
 * @error: (nullable): why they were not
 */
void
attune_account_check_note_models (AttuneAccountCheck *self,
                                  GPtrArray          *models,
                                  const GError       *error)
{
  AttuneAccountFinding *finding;
  AttuneAccountAnswer answer;
  char *text;
  guint n;

  g_return_if_fail (ATTUNE_IS_ACCOUNT_CHECK (self));

  if (models == NULL)
    {
      add_failure (self, ATTUNE_ACCOUNT_ASPECT_MODELS, error);
      return;
    }

  n = models->len;
  answer = n > 0 ? ATTUNE_ACCOUNT_ANSWER_YES : ATTUNE_ACCOUNT_ANSWER_UNKNOWN;
  finding = add (self, ATTUNE_ACCOUNT_ASPECT_MODELS, answer,
                 n > 0 ? g_strdup_printf (ngettext ("%u model is offered.", "%u models are offered.", n), n)
                       : g_strdup (_("None is listed. You can type the name of a model yourself.")));
  finding->n = (int)MIN (n, G_MAXINT);

  if ((text = attune_account_judge_chat (self->profile, models, &answer)) != NULL)
    add (self, ATTUNE_ACCOUNT_ASPECT_CHAT, answer, text);
}

/**
 * attune_account_check_note_files:
 * @self: a check
 * @files: (nullable) (element-type AttuneFileInfo): the files that were listed
 * @error: (nullable): why they were not
 *
 * Says nothing of a provider that has no list of files.
 */
void
attune_account_check_note_files (AttuneAccountCheck *self,
                                 GPtrArray          *files,
                                 const GError       *error)
{
  AttuneAccountFinding *finding;

  g_return_if_fail (ATTUNE_IS_ACCOUNT_CHECK (self));

  if (!attune_profile_can (self->profile, ATTUNE_ABILITY_LIST_FILES))
    return;

  if (files == NULL)
    {
      add_failure (self, ATTUNE_ACCOUNT_ASPECT_FILES, error);
      return;
    }

  finding = add (self, ATTUNE_ACCOUNT_ASPECT_FILES, ATTUNE_ACCOUNT_ANSWER_YES,
                 g_strdup (_("Files can be listed.")));
  finding->n = (int)files->len;
}

/**
 * attune_account_check_note_jobs:
 * @self: a check
 * @jobs: (nullable) (element-type AttuneJobInfo): the fine-tunes that were listed
 * @error: (nullable): why they were not
 * @now: what day it is
 */
void
attune_account_check_note_jobs (AttuneAccountCheck *self,
                                GPtrArray          *jobs,
                                const GError       *error,
                                GDateTime          *now)
{
  AttuneAccountFinding *finding;
  AttuneAccountAnswer answer;
  char *text;

  g_return_if_fail (ATTUNE_IS_ACCOUNT_CHECK (self));
  g_return_if_fail (now != NULL);

  if (jobs != NULL)
    {
      finding = add (self, ATTUNE_ACCOUNT_ASPECT_JOBS, ATTUNE_ACCOUNT_ANSWER_YES,
                     g_strdup (jobs->len > 0 ? _("Fine-tunes can be listed.")
                                             : _("Fine-tunes can be listed. There is none yet.")));
      finding->n = (int)jobs->len;
    }
  else
    {
      add_failure (self, ATTUNE_ACCOUNT_ASPECT_JOBS, error);
    }

  if ((text = attune_account_judge_training (self->profile, jobs, error, now, &answer)) != NULL)
    add (self, ATTUNE_ACCOUNT_ASPECT_TRAINING, answer, text);
}

/**
 * attune_account_check_set_organization:
 * @self: a check
 * @organization: (nullable): whose key it is, in the words of the service
 */
void
attune_account_check_set_organization (AttuneAccountCheck *self,
                                       const char         *organization)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT_CHECK (self));

  g_set_str (&self->organization, organization);
}

/**
 * attune_account_check_get_findings:
 * @self: a check
 *
 * Returns: (transfer none) (element-type AttuneAccountFinding): what was found, in the order in
 *   which it is shown
 */
GPtrArray *
attune_account_check_get_findings (AttuneAccountCheck *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT_CHECK (self), NULL);

  return self->findings;
}

/**
 * attune_account_check_find:
 * @self: a check
 * @aspect: what is asked about
 *
 * Returns: (transfer none) (nullable): what was found, or %NULL when nothing can be said
 */
const AttuneAccountFinding *
attune_account_check_find (AttuneAccountCheck  *self,
                           AttuneAccountAspect  aspect)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT_CHECK (self), NULL);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const AttuneAccountFinding *finding = self->findings->pdata[i];

      if (finding->aspect == aspect)
        return finding;
    }

  return NULL;
}

/**
 * attune_account_check_get_organization:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): whose key it is, in the words of the service; %NULL when it
 *   did not say
 */
const char *
attune_account_check_get_organization (AttuneAccountCheck *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT_CHECK (self), NULL);

  return self->organization;
}
