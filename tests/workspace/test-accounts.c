/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-accounts"

#include "config.h"

#include "attune-error.h"
#include "attune-secrets.h"
#include "attune-workspace-test.h"
#include "provider.h"

/* Accounts on a machine that has no Secret Service. */

typedef struct
{
  char            *folder;
  char            *data_dir;
  char            *base_url;
  Provider        *provider;
  AttuneProfile   *profile;
  AttuneWorkspace *workspace;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  f->base_url = provider_dup_base_url (f->provider);
  f->profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  f->workspace = attune_test_open (f->data_dir);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_clear_object (&f->profile);
  g_free (f->folder);
  g_free (f->data_dir);
  g_free (f->base_url);
}

static guint
count_accounts (Fixture *f)
{
  return attune_test_count (attune_workspace_get_accounts (f->workspace));
}

static AttuneAccount *
add (Fixture    *f,
     const char *name)
{
  AttuneAccount *account = NULL;

  attune_test_resolve (attune_test_add_account (f->workspace, f->profile, name, f->base_url,
                                                NULL),
                       account = g_value_get_object (value_));

  return account;
}

static void
test_this_computer (Fixture       *f,
                    gconstpointer  data)
{
#ifdef HAVE_ENGINE
  g_autoptr(AttuneAccount) first = NULL;

  add (f, "Server");
  g_assert_cmpuint (count_accounts (f), ==, 2);
  first = g_list_model_get_item (attune_workspace_get_accounts (f->workspace), 0);
  g_assert_true (attune_account_get_is_local (first));
  g_assert_cmpstr (attune_account_get_name (first), !=, "");
  attune_test_reject (attune_workspace_remove_account (f->workspace, first), ATTUNE_ERROR_FAILED);
#else
  g_assert_cmpuint (count_accounts (f), ==, 0);
#endif
}

static void
test_without_key (Fixture       *f,
                  gconstpointer  data)
{
  guint n_before = count_accounts (f);
  AttuneAccount *account = add (f, NULL);
  g_autofree char *id = g_strdup (attune_account_get_id (account));

  g_assert_cmpstr (attune_account_get_base_url (account), ==, f->base_url);
  attune_test_resolve (attune_workspace_has_key (f->workspace, account),
                       g_assert_false (g_value_get_boolean (value_)));
  attune_test_run (attune_test_update_account (f->workspace, account, "My <server>",
                                               f->base_url, NULL));
  g_assert_cmpstr (attune_account_get_name (account), ==, "My <server>");
  attune_test_close (f->workspace);

  f->workspace = attune_test_open (f->data_dir);
  account = attune_workspace_find_account (f->workspace, id);
  g_assert_cmpstr (attune_account_get_name (account), ==, "My <server>");
  attune_test_run (attune_workspace_remove_account (f->workspace, account));
  g_assert_cmpuint (count_accounts (f), ==, n_before);
  g_assert_null (attune_workspace_find_account (f->workspace, id));
}

static void
test_models (Fixture       *f,
             gconstpointer  data)
{
  AttuneAccount *account = add (f, "Server");
  GListModel *models = attune_workspace_get_models (f->workspace);
  g_autoptr(AttuneModel) model = NULL;
  gpointer kept;

  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_cmpuint (attune_test_count (models), >=, 2);
  model = attune_workspace_find_model (f->workspace, attune_account_get_id (account),
                                       "gpt-4.1-mini-2025-04-14");
  g_object_ref (model);
  g_assert_cmpstr (attune_model_get_shutdown_date (model), ==, "2027-01-14");
  g_assert_cmpstr (attune_model_get_subtitle (model), ==, "Server");
  g_assert_true (attune_model_get_is_tunable (model));
  g_assert_false (attune_model_get_is_tuned (model));

  /* What the service says of its models counts: one is no use here, one cannot be trained. */
  g_assert_null (attune_workspace_find_model (f->workspace, attune_account_get_id (account),
                                              "painter"));
  g_assert_false (attune_model_get_is_tunable (
                    attune_workspace_find_model (f->workspace, attune_account_get_id (account),
                                                 "talker")));

  g_assert_true (attune_model_get_can_chat (
                   attune_workspace_find_model (f->workspace, attune_account_get_id (account),
                                                "talker")));

  /* Refreshing changes nothing where nothing has changed. */
  kept = model;
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_true (kept == attune_workspace_find_model (f->workspace, attune_account_get_id (account),
                                                      "gpt-4.1-mini-2025-04-14"));

  /* An account that fails keeps what it offered last, and says so. */
  provider_stop (f->provider);
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_nonnull (attune_account_get_problem (account));
  g_assert_cmpuint (attune_test_count (models), >=, 2);
  provider_resume (f->provider);

  attune_test_run (attune_workspace_delete_model (f->workspace, model));
  g_assert_null (attune_workspace_find_model (f->workspace, attune_account_get_id (account),
                                              "gpt-4.1-mini-2025-04-14"));
  g_clear_object (&model);
  attune_test_close (f->workspace);

  /* There at once at the next start, before anybody is asked. */
  f->workspace = attune_test_open (f->data_dir);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_models (f->workspace)), >=, 1);
}

static AttuneAccountAnswer
get_answer (AttuneAccountCheck  *check,
            AttuneAccountAspect  aspect)
{
  const AttuneAccountFinding *finding = attune_account_check_find (check, aspect);

  g_assert_nonnull (finding);
  g_assert_true (g_str_has_suffix (finding->text, ".") || strstr (finding->text, "”") != NULL);

  return finding->answer;
}

static DexFuture *
try (Fixture    *f,
     const char *key)
{
  const AttuneAccountSettings settings = { .base_url = f->base_url, .api_key = key };

  return attune_workspace_try_account (f->workspace, f->profile, &settings);
}

static void
note_request_cb (Provider   *provider,
                 const char *request,
                 gpointer    user_data)
{
  g_assert_true (g_str_has_prefix (request, "GET "));
}

static void
test_try (Fixture       *f,
          gconstpointer  data)
{
  const AttuneAccountSettings nowhere = { .base_url = "" };
  AttuneAccountCheck *check = NULL;

  /* Nothing that could cost something is sent. */
  provider_set_before (f->provider, note_request_cb, NULL);
  provider_set_key (f->provider, "the-right-key-1234567890");
  attune_test_resolve (try (f, " the-right-key-1234567890\n"),
                       check = g_value_dup_object (value_));
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_MODELS), ==, ATTUNE_ACCOUNT_ANSWER_YES);
  g_assert_cmpint (attune_account_check_find (check, ATTUNE_ACCOUNT_ASPECT_MODELS)->n, ==, 4);
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_FILES), ==, ATTUNE_ACCOUNT_ANSWER_YES);
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_JOBS), ==, ATTUNE_ACCOUNT_ANSWER_YES);
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_TRAINING), ==,
                   ATTUNE_ACCOUNT_ANSWER_UNKNOWN);
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_CHAT), ==, ATTUNE_ACCOUNT_ANSWER_YES);
  g_object_unref (check);

  /* What is wrong with everything is said once. */
  attune_test_reject (try (f, "wrong-key"), ATTUNE_ERROR_AUTH);
  attune_test_reject (try (f, "two words"), ATTUNE_ERROR_DATA);
  attune_test_reject (attune_workspace_try_account (f->workspace, f->profile, &nowhere),
                      ATTUNE_ERROR_DATA);
  provider_stop (f->provider);
  attune_test_reject (try (f, NULL), ATTUNE_ERROR_NETWORK);
}

/* One thing that is refused does not hide the others. */
static void
test_try_parts (Fixture       *f,
                gconstpointer  data)
{
  static const char refusal[] = "{\"error\":{\"message\":\"You have no permission.\"}}";
  AttuneAccountCheck *check = NULL;

  provider_refuse (f->provider, "GET /files", 403, refusal, 1);
  attune_test_resolve (try (f, NULL), check = g_value_dup_object (value_));
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_MODELS), ==, ATTUNE_ACCOUNT_ANSWER_YES);
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_FILES), ==, ATTUNE_ACCOUNT_ANSWER_NO);
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_JOBS), ==, ATTUNE_ACCOUNT_ANSWER_YES);
  g_object_unref (check);

  /* Without a list of models nothing is known of chats. */
  provider_refuse (f->provider, "GET /models", 404, "", 1);
  attune_test_resolve (try (f, NULL), check = g_value_dup_object (value_));
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_MODELS), ==, ATTUNE_ACCOUNT_ANSWER_NO);
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_FILES), ==, ATTUNE_ACCOUNT_ANSWER_YES);
  g_assert_null (attune_account_check_find (check, ATTUNE_ACCOUNT_ASPECT_CHAT));
  g_object_unref (check);

  provider_refuse (f->provider, "GET /fine_tuning/jobs", 403, refusal, 1);
  attune_test_resolve (try (f, NULL), check = g_value_dup_object (value_));
  g_assert_cmpint (get_answer (check, ATTUNE_ACCOUNT_ASPECT_JOBS), ==, ATTUNE_ACCOUNT_ANSWER_NO);
  g_assert_null (attune_account_check_find (check, ATTUNE_ACCOUNT_ASPECT_TRAINING));
  g_object_unref (check);
}

static void
test_try_cancelled (Fixture       *f,
                    gconstpointer  data)
{
  DexFuture *future;

  provider_refuse (f->provider, "GET /models", 0, NULL, 1);
  future = dex_future_first (try (f, NULL), NULL);
  attune_test_wait_until (provider_count (f->provider, "GET /models") == 1 &&
                          provider_count (f->provider, "GET /files") == 1);
  g_assert_true (dex_future_is_pending (future));
  dex_clear (&future);
}

/* What an account says of its proxy is done: a service without an address answers through it. */
static void
test_proxy (Fixture       *f,
            gconstpointer  data)
{
  AttuneAccountSettings settings = { .base_url = "http://service.invalid/v1", .proxy = f->base_url };
  g_autofree char *proxy = g_strndup (f->base_url, strlen (f->base_url) - strlen ("/v1"));
  AttuneAccountCheck *check = NULL;

  attune_test_reject (attune_workspace_try_account (f->workspace, f->profile, &settings),
                      ATTUNE_ERROR_DATA);
  settings.proxy = ATTUNE_ACCOUNT_NO_PROXY;
  attune_test_reject (attune_workspace_try_account (f->workspace, f->profile, &settings),
                      ATTUNE_ERROR_NETWORK);
  settings.proxy = proxy;
  attune_test_resolve (attune_workspace_try_account (f->workspace, f->profile, &settings),
                       check = g_value_dup_object (value_));
  g_assert_cmpint (attune_account_check_find (check, ATTUNE_ACCOUNT_ASPECT_MODELS)->n, ==, 4);
  g_object_unref (check);
}

/* An account that is kept, as it is or with what a person is about to change. */
static void
test_check (Fixture       *f,
            gconstpointer  data)
{
  AttuneAccount *account = add (f, "Server");
  const AttuneAccountSettings changed = { .base_url = f->base_url, .api_key = "wrong-key" };

  provider_set_key (f->provider, "the-right-key-1234567890");
  attune_test_reject (attune_workspace_check_account (f->workspace, account, NULL),
                      ATTUNE_ERROR_AUTH);
  g_assert_nonnull (attune_account_get_problem (account));
  provider_set_key (f->provider, NULL);
  attune_test_run (attune_workspace_check_account (f->workspace, account, NULL));
  g_assert_null (attune_account_get_problem (account));

  /* What is only tried says nothing of the account. */
  provider_set_key (f->provider, "the-right-key-1234567890");
  attune_test_reject (attune_workspace_check_account (f->workspace, account, &changed),
                      ATTUNE_ERROR_AUTH);
  g_assert_null (attune_account_get_problem (account));
}

static AttuneAccountCheck *
judge (const char   *profile_id,
       guint         n_jobs,
       const GError *error,
       const char   *today)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (profile_id);
  g_autoptr(GPtrArray) jobs = g_ptr_array_new ();
  g_autoptr(GDateTime) now = g_date_time_new_from_iso8601 (today, NULL);
  AttuneAccountCheck *check = attune_account_check_new (profile);

  g_ptr_array_set_size (jobs, n_jobs);
  attune_account_check_note_jobs (check, error != NULL ? NULL : jobs, error, now);

  return check;
}

/* Whether fine-tuning is open to a key, by what was answered and by the calendar. */
static void
test_eligibility (void)
{
  static const struct
  {
    const char          *profile_id;
    guint                n_jobs;
    AttuneError          error;      /* or FAILED for none */
    const char          *today;
    AttuneAccountAnswer  answer;
    const char          *words;
  } cases[] = {
    { "nebius", 0, ATTUNE_ERROR_FAILED, "2026-12-01T00:00:00Z", ATTUNE_ACCOUNT_ANSWER_UNKNOWN, "when you start it" },
    { "nebius", 1, ATTUNE_ERROR_FAILED, "2026-12-01T00:00:00Z", ATTUNE_ACCOUNT_ANSWER_YES, "has fine-tuned before" },
    { "openai", 0, ATTUNE_ERROR_FAILED, "2026-12-01T00:00:00Z", ATTUNE_ACCOUNT_ANSWER_UNKNOWN, "never fine-tuned" },
    { "openai", 3, ATTUNE_ERROR_FAILED, "2026-12-01T00:00:00Z", ATTUNE_ACCOUNT_ANSWER_UNKNOWN, "before" },
    { "openai", 3, ATTUNE_ERROR_FAILED, "2027-01-06T00:00:00Z", ATTUNE_ACCOUNT_ANSWER_NO, "any more" },
    { "openai", 0, ATTUNE_ERROR_FORBIDDEN, "2026-12-01T00:00:00Z", ATTUNE_ACCOUNT_ANSWER_NO, "not open to this key" },
    { "openai", 0, ATTUNE_ERROR_TRAINING_CLOSED, "2026-12-01T00:00:00Z", ATTUNE_ACCOUNT_ANSWER_NO, "January 6, 2027" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AttuneAccountCheck) check = NULL;
      const AttuneAccountFinding *finding;

      if (cases[i].error != ATTUNE_ERROR_FAILED)
        error = attune_error_new (cases[i].error, NULL, "It was refused.");

      check = judge (cases[i].profile_id, cases[i].n_jobs, error, cases[i].today);
      finding = attune_account_check_find (check, ATTUNE_ACCOUNT_ASPECT_TRAINING);
      g_assert_nonnull (finding);
      g_assert_cmpint (finding->answer, ==, cases[i].answer);
      g_assert_nonnull (strstr (finding->text, cases[i].words));
    }
}

/* Whether a model can be talked to, without asking one. */
static void
test_can_chat (void)
{
  static const struct
  {
    const char          *profile_id;
    const char          *said;       /* y, n or ? for each model that is listed */
    AttuneAccountAnswer  answer;
    const char          *text;       /* NULL: nothing is said */
  } cases[] = {
    { "openai", "??", ATTUNE_ACCOUNT_ANSWER_YES, "The models that are offered can be talked to." },
    { "mistral", "yny", ATTUNE_ACCOUNT_ANSWER_YES, "2 models can be talked to." },
    { "mistral", "nn", ATTUNE_ACCOUNT_ANSWER_NO, "None of the models that are offered can be talked to." },
    { "compatible", "", ATTUNE_ACCOUNT_ANSWER_UNKNOWN, NULL },
    { "azure", "??", ATTUNE_ACCOUNT_ANSWER_UNKNOWN, "What you fine-tune must be deployed there before "
      "you can talk to it; its page says how." },
    { "together", "ny?", ATTUNE_ACCOUNT_ANSWER_YES, "1 model can be talked to. What you fine-tune must "
      "be deployed there before you can talk to it; its page says how." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (cases[i].profile_id);
      g_autoptr(AttuneAccountCheck) check = attune_account_check_new (profile);
      g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (g_free);
      const AttuneAccountFinding *finding;

      for (const char *said = cases[i].said; *said != '\0'; said++)
        {
          AttuneModelInfo *model = g_new0 (AttuneModelInfo, 1);

          model->can_chat = *said == 'y' ? ATTUNE_WIRE_YES : *said == 'n' ? ATTUNE_WIRE_NO
                                                                          : ATTUNE_WIRE_UNSAID;
          g_ptr_array_add (models, model);
        }

      attune_account_check_note_models (check, models, NULL);
      finding = attune_account_check_find (check, ATTUNE_ACCOUNT_ASPECT_CHAT);
      g_assert_cmpint (finding != NULL, ==, cases[i].text != NULL);

      if (finding == NULL)
        continue;

      g_assert_cmpstr (finding->text, ==, cases[i].text);
      g_assert_cmpint (finding->answer, ==, cases[i].answer);
    }
}

static void
test_normalize (void)
{
  static const struct
  {
    const char            *profile_id;
    AttuneAccountSettings  settings;
    AttuneAccountField     field;
    const char            *kept_url;
  } cases[] = {
    { "openai", { .api_key = "sk-1", .organization = " org-1 ", .proxy = "" }, ATTUNE_ACCOUNT_FIELD_NONE },
    { "openai", { .api_key = "sk 1" }, ATTUNE_ACCOUNT_FIELD_KEY },
    { "openai", { .api_key = "sk-\u00fc" }, ATTUNE_ACCOUNT_FIELD_KEY },
    { "openai", { .organization = "My Firm" }, ATTUNE_ACCOUNT_FIELD_ORGANIZATION },
    { "openai", { .project = "a\nb" }, ATTUNE_ACCOUNT_FIELD_PROJECT },
    { "openai", { .proxy = "ftp://proxy:21" }, ATTUNE_ACCOUNT_FIELD_PROXY },
    { "openai", { .proxy = ATTUNE_ACCOUNT_NO_PROXY }, ATTUNE_ACCOUNT_FIELD_NONE },
    { "openai", { .base_url = "http://eu.example", .api_key = "k" }, ATTUNE_ACCOUNT_FIELD_ADDRESS },
    { "compatible", { .api_key = "k" }, ATTUNE_ACCOUNT_FIELD_ADDRESS },
    { "compatible", { .base_url = "llm.example", .organization = "My Firm" }, ATTUNE_ACCOUNT_FIELD_NONE },
    { "azure", { .base_url = "my-resource" }, ATTUNE_ACCOUNT_FIELD_NONE },

    /* A key that is kept goes to its own address only. */
    { "openai", { .base_url = NULL }, ATTUNE_ACCOUNT_FIELD_NONE, "https://api.openai.com/v1" },
    { "openai", { .base_url = "https://eu.example/v1" }, ATTUNE_ACCOUNT_FIELD_KEY, "https://api.openai.com/v1" },
    { "openai", { .base_url = NULL }, ATTUNE_ACCOUNT_FIELD_KEY, "https://eu.example/v1" },
    { "openai", { .base_url = "https://eu.example/v1", .api_key = "k" }, ATTUNE_ACCOUNT_FIELD_NONE, "https://api.openai.com/v1" },
    { "compatible", { .base_url = "https://a.example/", .api_key = "" }, ATTUNE_ACCOUNT_FIELD_NONE, "https://b.example/v1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (cases[i].profile_id);
      g_autoptr(AttuneAccountSettings) settings = NULL;
      g_autoptr(GError) error = NULL;
      AttuneAccountField field;

      settings = attune_account_settings_normalize (&cases[i].settings, profile, cases[i].kept_url,
                                                    &field, &error);
      g_assert_cmpint (field, ==, cases[i].field);

      if (field == ATTUNE_ACCOUNT_FIELD_NONE)
        g_assert_no_error (error);
      else
        g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
    }
}

/* Everything that a person said of it is there at the next start. */
static void
test_settings (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  const AttuneAccountSettings settings = {
    .name = " Firm ",
    .organization = "org-1",
    .project = "proj_2",
    .proxy = "proxy.example:8080",
  };
  const AttuneAccountSettings bare = { .base_url = "https://eu.example.com/v1" };
  AttuneAccount *account = NULL;
  g_autofree char *id = NULL;

  attune_test_resolve (attune_workspace_add_account (f->workspace, profile, &settings),
                       account = g_value_get_object (value_));
  id = g_strdup (attune_account_get_id (account));
  attune_test_close (f->workspace);

  f->workspace = attune_test_open (f->data_dir);
  account = attune_workspace_find_account (f->workspace, id);
  g_assert_cmpstr (attune_account_get_name (account), ==, "Firm");
  g_assert_cmpstr (attune_account_get_base_url (account), ==, "https://api.openai.com/v1");
  g_assert_cmpstr (attune_account_get_organization (account), ==, "org-1");
  g_assert_cmpstr (attune_account_get_project (account), ==, "proj_2");
  g_assert_cmpstr (attune_account_get_proxy (account), ==, "http://proxy.example:8080");

  attune_test_run (attune_workspace_update_account (f->workspace, account, &bare));
  g_assert_cmpstr (attune_account_get_name (account), ==, "Firm");
  g_assert_cmpstr (attune_account_get_base_url (account), ==, "https://eu.example.com/v1");
  g_assert_null (attune_account_get_organization (account));
  g_assert_null (attune_account_get_project (account));
  g_assert_null (attune_account_get_proxy (account));
}

/* Several accounts of one provider can be told apart. */
static void
test_names (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *suggested = NULL;
  AttuneAccount *second;

  g_assert_cmpstr (attune_account_get_name (add (f, "Server")), ==, "Server");
  second = add (f, "Server");
  g_assert_cmpstr (attune_account_get_name (second), ==, "Server 2");
  g_assert_cmpstr (attune_account_get_name (add (f, "Server")), ==, "Server 3");
  attune_test_run (attune_test_update_account (f->workspace, second, "Server 3", f->base_url, NULL));
  g_assert_cmpstr (attune_account_get_name (second), ==, "Server 3 2");
  attune_test_run (attune_test_update_account (f->workspace, second, "Server 3 2", f->base_url, NULL));
  g_assert_cmpstr (attune_account_get_name (second), ==, "Server 3 2");

  suggested = attune_workspace_suggest_account_name (f->workspace, f->profile);
  g_assert_cmpstr (suggested, ==, attune_profile_get_name (f->profile));
  add (f, NULL);
  g_clear_pointer (&suggested, g_free);
  suggested = attune_workspace_suggest_account_name (f->workspace, f->profile);
  g_assert_true (g_str_has_suffix (suggested, " 2"));
}

/* Who does not answer does not keep the models of the others away. */
static void
test_silent (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(Provider) other = provider_new ();
  g_autofree char *other_url = provider_dup_base_url (other);
  g_autoptr(DexFuture) future = NULL;
  AttuneAccount *account = add (f, "Server");

  attune_test_run (attune_test_add_account (f->workspace, f->profile, "Silent", other_url, NULL));
  provider_refuse (other, "GET /models", 0, NULL, G_MAXUINT);
  future = dex_future_first (attune_workspace_refresh_models (f->workspace), NULL);
  attune_test_wait_until (attune_workspace_find_model (f->workspace,
                                                       attune_account_get_id (account),
                                                       "talker") != NULL);
  g_assert_true (dex_future_is_pending (future));
}

/* While the service has asked to wait, the account says so. */
static void
test_waiting (Fixture       *f,
              gconstpointer  data)
{
  AttuneAccount *account = add (f, "Server");
  g_autoptr(DexFuture) future = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (attune_account_get_waiting_until (account), ==, 0);
  g_assert_null (attune_account_describe_waiting (account));
  provider_refuse (f->provider, "GET /models", 429,
                   "{\"error\":{\"message\":\"Slow down\",\"code\":\"rate_limit_exceeded\"}}", 1);
  future = attune_workspace_refresh_models (f->workspace);
  attune_test_wait_until (attune_account_get_waiting_until (account) > 0);
  text = attune_account_describe_waiting (account);
  g_assert_cmpstr (text, ==, "Waiting 1 second, as the service asked");

  attune_test_wait_until (!dex_future_is_pending (future));
  g_assert_cmpint (attune_account_get_waiting_until (account), ==, 0);
  g_assert_null (attune_account_get_problem (account));
}

/* A key that cannot be kept safely is not kept at all. */
static void
test_no_service (Fixture       *f,
                 gconstpointer  data)
{
  guint n_before = count_accounts (f);
  AttuneAccount *account;

  attune_test_reject (attune_test_add_account (f->workspace, f->profile, "Server", f->base_url,
                                               "sk-secret-1234567890"),
                      ATTUNE_ERROR_SECRETS);
  g_assert_cmpuint (count_accounts (f), ==, n_before);

  account = add (f, "Server");
  attune_test_reject (attune_test_update_account (f->workspace, account, NULL, f->base_url,
                                                  "sk-secret-1234567890"),
                      ATTUNE_ERROR_SECRETS);
  attune_test_resolve (attune_workspace_has_key (f->workspace, account),
                       g_assert_false (g_value_get_boolean (value_)));
}

static void
test_this_run (Fixture       *f,
               gconstpointer  data)
{
  attune_test_reject (attune_secrets_store ("some-account", "Some", "a-key"),
                      ATTUNE_ERROR_SECRETS);
  attune_secrets_keep_for_this_run ();
  attune_test_run (attune_secrets_store ("some-account", "Some", "a-key"));
  attune_test_resolve (attune_secrets_lookup ("some-account"),
                       g_assert_cmpstr (g_value_get_string (value_), ==, "a-key"));
  attune_test_run (attune_secrets_clear ("some-account"));

  /* What is not in memory may still be in the keyring. */
  attune_test_reject (attune_secrets_lookup ("some-account"), ATTUNE_ERROR_SECRETS);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Accounts/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_setenv ("PATH", "/nonexistent", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("this-computer", test_this_computer);
  ADD ("without-key", test_without_key);
  ADD ("models", test_models);
  ADD ("try", test_try);
  ADD ("try-parts", test_try_parts);
  ADD ("try-cancelled", test_try_cancelled);
  ADD ("proxy", test_proxy);
  ADD ("check", test_check);
  ADD ("settings", test_settings);
  ADD ("names", test_names);
  ADD ("silent", test_silent);
  ADD ("waiting", test_waiting);
  g_test_add_func ("/Attune/Accounts/eligibility", test_eligibility);
  g_test_add_func ("/Attune/Accounts/can-chat", test_can_chat);
  g_test_add_func ("/Attune/Accounts/normalize", test_normalize);
  ADD ("no-service", test_no_service);
  ADD ("this-run", test_this_run);

  return g_test_run ();
}
