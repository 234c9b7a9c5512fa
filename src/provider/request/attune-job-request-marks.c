/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-request"

#include "config.h"

#include "attune-job-request-private.h"

/* What is kept with a request and not asked of any provider: whether it goes on from a tuned model,
 * what it may cost, and what it was said to. */

/**
 * attune_job_request_get_continues:
 * @self: a request
 *
 * Some providers have another name in the body for a model that was tuned before.
 *
 * Returns: whether the training goes on where another one ended
 */
gboolean
attune_job_request_get_continues (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), FALSE);

  return self->continues;
}

/**
 * attune_job_request_set_continues:
 * @self: a request
 * @continues: see attune_job_request_get_continues()
 */
void
attune_job_request_set_continues (AttuneJobRequest *self,
                                  gboolean          continues)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  self->continues = continues;
}

/**
 * attune_job_request_get_spending_limit:
 * @self: a request
 *
 * Ours: no provider is told it. One that tells a price before it trains is held to it.
 *
 * Returns: the most that the training may cost, in USD; 0 for no limit
 */
double
attune_job_request_get_spending_limit (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), 0);

  return self->spending_limit;
}

/**
 * attune_job_request_set_spending_limit:
 * @self: a request
 * @limit: see attune_job_request_get_spending_limit()
 */
void
attune_job_request_set_spending_limit (AttuneJobRequest *self,
                                       double            limit)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  self->spending_limit = MAX (limit, 0);
}

/**
 * attune_job_request_get_quoted_price:
 * @self: a request
 *
 * Ours, as the limit is: what the provider said before it was created.
 *
 * Returns: what the training is expected to cost, in USD; -1 when nobody has said
 */
double
attune_job_request_get_quoted_price (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), -1);

  return self->quoted_price;
}

/**
 * attune_job_request_set_quoted_price:
 * @self: a request
 * @price: see attune_job_request_get_quoted_price()
 */
void
attune_job_request_set_quoted_price (AttuneJobRequest *self,
                                     double            price)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  self->quoted_price = price >= 0 ? price : -1;
}
