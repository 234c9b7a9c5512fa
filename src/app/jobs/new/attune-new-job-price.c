/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-price"

#include "config.h"

#include "attune-json.h"
#include "attune-new-job-price.h"
#include "attune-weak-ref.h"

struct _AttuneNewJobPrice
{
  GObject          parent_instance;

  AttuneWorkspace *workspace;
  char            *subject;    /* what was asked about, NULL for nothing */
  DexFuture       *asking;     /* dropped when the answer is not wanted any more */
  gboolean         is_asking;
  double           price;
  GError          *error;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneNewJobPrice, attune_new_job_price, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

/* Everything that the price depends on. */
static char *
describe (AttuneAccount    *account,
          AttuneDataset    *dataset,
          AttuneJobRequest *request)
{
  g_autoptr(JsonNode) node = attune_job_request_to_json (request);
  g_autofree char *settings = attune_json_to_string (node);

  return g_strjoin (" ", attune_account_get_id (account), attune_dataset_get_id (dataset), settings,
                    NULL);
}

static DexFuture *
answered_cb (DexFuture *completed,
             gpointer   user_data)
{
  g_autoptr(AttuneNewJobPrice) self = g_weak_ref_get (user_data);
  const GValue *value;

  if (self == NULL)
    return dex_future_new_true ();

  if ((value = dex_future_get_value (completed, &self->error)) != NULL)
    self->price = g_value_get_double (value);

  self->is_asking = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return dex_future_new_true ();
}

static void
clear_answer (AttuneNewJobPrice *self)
{
  dex_clear (&self->asking);
  g_clear_error (&self->error);
  self->is_asking = FALSE;
  self->price = -1;
}

static void
attune_new_job_price_dispose (GObject *object)
{
  AttuneNewJobPrice *self = (AttuneNewJobPrice *)object;

  clear_answer (self);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_new_job_price_parent_class)->dispose (object);
}

static void
attune_new_job_price_finalize (GObject *object)
{
  AttuneNewJobPrice *self = (AttuneNewJobPrice *)object;

  g_free (self->subject);

  G_OBJECT_CLASS (attune_new_job_price_parent_class)->finalize (object);
}

static void
attune_new_job_price_class_init (AttuneNewJobPriceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_new_job_price_dispose;
  object_class->finalize = attune_new_job_price_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_new_job_price_init (AttuneNewJobPrice *self)
{
  self->price = -1;
}

/**
 * attune_new_job_price_new:
 * @workspace: where accounts and datasets are
 *
 * Returns: (transfer full): a price that nobody has asked for yet
 */
AttuneNewJobPrice *
attune_new_job_price_new (AttuneWorkspace *workspace)
{
  AttuneNewJobPrice *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_PRICE, NULL);
  self->workspace = g_object_ref (workspace);

  return self;
}

/**
 * attune_new_job_price_ask:
 * @self: a price
 * @account: an account whose service tells prices
 * @dataset: a dataset that was sent there
 * @request: the model and the settings
 *
 * Asks for the price, unless it was asked about just that before.
 */
void
attune_new_job_price_ask (AttuneNewJobPrice *self,
                          AttuneAccount     *account,
                          AttuneDataset     *dataset,
                          AttuneJobRequest  *request)
{
  g_autofree char *subject = NULL;

  g_return_if_fail (ATTUNE_IS_NEW_JOB_PRICE (self));
  g_return_if_fail (ATTUNE_IS_ACCOUNT (account));
  g_return_if_fail (ATTUNE_IS_DATASET (dataset));
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (request));

  subject = describe (account, dataset, request);

  if (!g_set_str (&self->subject, subject))
    return;

  clear_answer (self);
  self->is_asking = TRUE;
  self->asking = dex_future_finally (attune_workspace_ask_price (self->workspace, account, dataset,
                                                                 request),
                                     answered_cb, attune_weak_ref_new (self), attune_weak_ref_free);
}

/**
 * attune_new_job_price_forget:
 * @self: a price
 *
 * It is not asked for any more, and asked for anew when it is.
 */
void
attune_new_job_price_forget (AttuneNewJobPrice *self)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_PRICE (self));

  g_clear_pointer (&self->subject, g_free);
  clear_answer (self);
}

/**
 * attune_new_job_price_get_is_asking:
 * @self: a price
 *
 * Returns: whether the service has yet to answer
 */
gboolean
attune_new_job_price_get_is_asking (AttuneNewJobPrice *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_PRICE (self), FALSE);

  return self->is_asking;
}

/**
 * attune_new_job_price_get_price:
 * @self: a price
 *
 * Returns: what the service said, in USD; -1 when it said nothing
 */
double
attune_new_job_price_get_price (AttuneNewJobPrice *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_PRICE (self), -1);

  return self->price;
}

/**
 * attune_new_job_price_get_error:
 * @self: a price
 *
 * Returns: (transfer none) (nullable): why it cannot be had; %ATTUNE_ERROR_QUOTA when the service
 *   would not let the account start it
 */
const GError *
attune_new_job_price_get_error (AttuneNewJobPrice *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_PRICE (self), NULL);

  return self->error;
}
