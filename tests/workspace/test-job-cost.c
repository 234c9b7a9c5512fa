/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-job-cost"

#include "config.h"

#include "attune-job-cost.h"
#include "attune-workspace-test.h"
#include "provider.h"

static const struct
{
  AttuneJobCost  cost;
  const char    *tokens;
  const char    *money;
} cases[] = {
  { { -1, 0, 0, -1, NULL }, NULL, NULL },
  { { 1200, 0, 0, -1, NULL }, "1200", NULL },
  { { -1, 900, 900, -1, NULL }, "Estimated: 900", NULL },
  { { -1, 900, 2700, 25, (char *)"2025-12-01" }, "Estimated: 900 to 2700",
    "Estimated: $0.02 to $0.07 at the prices of December 2025" },
  { { -1, 9000, 9000, 25, (char *)"2025-12-01" }, "Estimated: 9000",
    "Estimated: $0.23 at the prices of December 2025" },
  { { 3000000, 900, 2700, 25, (char *)"2025-12-01" }, "3000000 (estimated: 900 to 2700)",
    "$75.00 at the prices of December 2025" },
  { { 100, 0, 0, 25, (char *)"2025-12-01" }, "100",
    "< $0.01 at the prices of December 2025" },

  /* Neither counted nor guessed. */
  { { -1, 0, 0, 25, (char *)"2025-12-01" }, NULL, NULL },

  /* A price without a date is none. */
  { { 100, 0, 0, 25, NULL }, "100", NULL },
};

static void
test_text (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tokens = attune_job_cost_dup_tokens (&cases[i].cost);
      g_autofree char *money = attune_job_cost_dup_cost (&cases[i].cost);

      g_assert_cmpstr (tokens, ==, cases[i].tokens);
      g_assert_cmpstr (money, ==, cases[i].money);
    }
}

static void
test_quote (void)
{
  const AttuneJobCost none = { .quote = -1 };
  const AttuneJobCost some = { .quote = 4.206 };
  const AttuneJobCost little = { .quote = 0.0001 };
  g_autofree char *some_text = attune_job_cost_dup_quote (&some);
  g_autofree char *little_text = attune_job_cost_dup_quote (&little);

  g_assert_null (attune_job_cost_dup_quote (&none));
  g_assert_cmpstr (some_text, ==, "$4.21");
  g_assert_cmpstr (little_text, ==, "$0.01");
}

/* The price comes from the profile, the guess from the dataset. */
static void
test_init (void)
{
  g_autofree char *folder = attune_test_make_dir ();
  g_autofree char *data_dir = g_build_filename (folder, "data", NULL);
  AttuneWorkspace *workspace = NULL;
  g_autoptr(AttuneProfile) profile = NULL;
  g_autoptr(Provider) provider = provider_new ();
  g_autofree char *base_url = provider_dup_base_url (provider);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_auto(AttuneJobCost) cost = { 0 };
  AttuneDataset *dataset;
  AttuneAccount *account = NULL;
  AttuneJob *job = NULL;

  attune_test_write_profiles ();
  workspace = attune_test_open (data_dir);
  profile = attune_profile_find_shipped ("priced");
  attune_test_resolve (attune_test_add_account (workspace, profile, "Mine", base_url, NULL),
                       account = g_value_get_object (value_));
  dataset = attune_test_import (workspace, folder, 20, 0);
  attune_job_request_set_model (request, "dear");
  attune_job_request_set_n_epochs (request, 2);
  attune_test_resolve (attune_workspace_start_job (workspace, dataset, account, request),
                       job = g_value_get_object (value_));

  attune_job_cost_init (&cost, workspace, job);
  g_assert_cmpint (cost.n_tokens, ==, -1);
  g_assert_cmpuint (cost.n_tokens_low, >, 2 * 20);
  g_assert_cmpuint (cost.n_tokens_low, ==, cost.n_tokens_high);
  g_assert_cmpfloat (cost.price, ==, 25);
  g_assert_nonnull (cost.prices_as_of);

  attune_test_run (attune_workspace_delete_dataset (workspace, dataset));
  attune_job_cost_clear (&cost);
  attune_job_cost_init (&cost, workspace, job);
  g_assert_cmpuint (cost.n_tokens_high, ==, 0);

  attune_test_close (workspace);
  attune_test_remove_dir (folder);
}

/* What the service says before it begins stays with the fine-tune, however that goes on: it is
 * asked once, and the answer to the create request may be lost. */
static void
test_told (void)
{
  g_autofree char *folder = attune_test_make_dir ();
  g_autofree char *data_dir = g_build_filename (folder, "data", NULL);
  AttuneWorkspace *workspace = NULL;
  g_autoptr(AttuneProfile) profile = NULL;
  g_autoptr(Provider) provider = provider_new ();
  g_autofree char *base_url = provider_dup_base_url (provider);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneDataset *dataset;
  AttuneAccount *account = NULL;
  AttuneJob *job = NULL;

  attune_test_write_profiles ();
  workspace = attune_test_open (data_dir);
  profile = attune_profile_find_shipped ("telling");
  attune_test_resolve (attune_test_add_account (workspace, profile, "Mine", base_url, NULL),
                       account = g_value_get_object (value_));
  dataset = attune_test_import (workspace, folder, 20, 0);
  attune_job_request_set_model (request, "base");
  provider_refuse (provider, "POST /price", 200, "{\"estimated_total_price\": 4.206}", G_MAXUINT);
  provider_lose_answers (provider, "POST /fine_tuning/jobs", 1);
  attune_test_resolve (attune_workspace_start_job (workspace, dataset, account, request),
                       job = g_value_get_object (value_));
  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  g_assert_cmpfloat (attune_job_request_get_quoted_price (attune_job_get_request (job)), ==, 4.206);
  g_assert_cmpuint (provider_count (provider, "POST /price"), ==, 1);
  g_assert_null (strstr (provider_get_create_body (provider), "quoted"));

  attune_test_close (workspace);
  workspace = attune_test_open (data_dir);
  job = g_list_model_get_item (attune_workspace_get_jobs (workspace), 0);
  g_assert_cmpfloat (attune_job_request_get_quoted_price (attune_job_get_request (job)), ==, 4.206);
  g_object_unref (job);
  attune_test_close (workspace);
  attune_test_remove_dir (folder);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/JobCost/text", test_text);
  g_test_add_func ("/Attune/JobCost/quote", test_quote);
  g_test_add_func ("/Attune/JobCost/init", test_init);
  g_test_add_func ("/Attune/JobCost/told", test_told);

  return g_test_run ();
}
