/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-wish"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-timeout.h"

/* A trainer saves its state first, and a network may come back. */
#define PATIENCE_MSEC (60 * 1000)

typedef struct
{
  const char  *word;
  DexFuture *(*wish)  (AttuneWorkspace *workspace,
                       AttuneJob       *job);
  gboolean   (*can)   (AttuneWorkspace *workspace,
                       AttuneJob       *job);   /* NULL: at any time */
  gboolean   (*is_so) (AttuneJob       *job);
  const char  *refusal;                         /* where nobody has said why */
} Verb;

typedef struct
{
  AttuneWorkspace *workspace;
  AttuneJob       *job;
  DexPromise      *done;
} Waiting;

static gboolean
is_paused (AttuneJob *job)
{
  return attune_job_get_status (job) == ATTUNE_JOB_STATUS_PAUSED;
}

static gboolean
goes_on (AttuneJob *job)
{
  return attune_job_get_is_active (job) && !is_paused (job);
}

static gboolean
is_over (AttuneJob *job)
{
  return !attune_job_get_is_active (job);
}

static const Verb verbs[] = {
  { "pause", attune_workspace_pause_job, attune_workspace_can_pause_job, is_paused,
    N_("This fine-tune cannot be paused. It may be over or paused already, or the service does not offer that.") },
  { "resume", attune_workspace_resume_job, attune_workspace_can_resume_job, goes_on,
    N_("This fine-tune cannot be resumed. Only one that is paused can be.") },
  { "cancel", attune_workspace_cancel_job, NULL, is_over,
    N_("The service did not cancel this fine-tune. Try again, or cancel it on the pages of the service.") },
};

static const Verb *
find_verb (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].word, word))
      return &verbs[i];

  return NULL;
}

static void
notify_cb (Waiting *waiting)
{
  if (!attune_workspace_has_open_wish (waiting->workspace, waiting->job) &&
      dex_future_is_pending (DEX_FUTURE (waiting->done)))
    dex_promise_resolve_boolean (waiting->done, TRUE);
}

/* The tracker tells the provider, or that of the program which drives the fine-tune. */
static void
wait_until_heard (AttuneWorkspace *workspace,
                  AttuneJob       *job)
{
  g_autoptr(DexPromise) done = dex_promise_new ();
  Waiting waiting = { .workspace = workspace, .job = job, .done = done };

  g_signal_connect_swapped (job, "notify", G_CALLBACK (notify_cb), &waiting);
  notify_cb (&waiting);
  dex_await (attune_future_with_timeout (dex_ref (DEX_FUTURE (done)), PATIENCE_MSEC), NULL);
  g_signal_handlers_disconnect_by_data (job, &waiting);
}

static int
fail (const char *sentence)
{
  g_printerr ("attune-cli: %s\n", sentence);

  return ATTUNE_CLI_FAILED;
}

/**
 * attune_cli_wish:
 * @workspace: the open workspace
 * @job: a fine-tune
 * @word: pause, resume or cancel
 *
 * Waits until it is so, or was refused. Awaits: for fibers only.
 *
 * Returns: an exit status
 */
int
attune_cli_wish (AttuneWorkspace *workspace,
                 AttuneJob       *job,
                 const char      *word)
{
  const Verb *verb = find_verb (word);
  g_autoptr(GError) error = NULL;
  const char *reason;

  g_return_val_if_fail (verb != NULL, ATTUNE_CLI_FAILED);

  if (verb->can != NULL && !verb->can (workspace, job))
    return fail (_(verb->refusal));

  if (!dex_await (verb->wish (workspace, job), &error))
    return attune_cli_fail (error);

  wait_until_heard (workspace, job);

  if (attune_workspace_has_open_wish (workspace, job))
    {
      /* Translators: %s is the name of an account. */
      g_autofree char *text = g_strdup_printf (_("“%s” has not done so yet. It is asked again whenever Attune runs, until it has."),
                                               attune_job_get_account_name (job));

      return fail (text);
    }

  if (verb->is_so (job))
    return ATTUNE_CLI_DONE;

  reason = attune_job_get_error_text (job);

  return fail (reason != NULL ? reason : _(verb->refusal));
}
