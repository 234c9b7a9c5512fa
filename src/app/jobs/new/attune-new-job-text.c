/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-text"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-cost.h"
#include "attune-error.h"
#include "attune-format.h"
#include "attune-new-job-text.h"

/* ngettext() takes a long. */
static gulong
clamp_count (guint64 n)
{
  return (gulong)MIN (n, G_MAXULONG);
}

static char *
dup_examples (guint64 n)
{
  g_autofree char *count = attune_format_count (n);

  return g_strdup_printf (ngettext ("%s example", "%s examples", clamp_count (n)), count);
}

/**
 * attune_new_job_text_dup_kind:
 * @kind: an #AttuneExampleKind, or %ATTUNE_KIND_UNKNOWN
 *
 * Returns: (transfer full) (nullable): what such examples are, in two words
 */
char *
attune_new_job_text_dup_kind (int kind)
{
  switch (kind)
    {
    case ATTUNE_EXAMPLE_CHAT:
      return g_strdup (_("conversations"));

    case ATTUNE_EXAMPLE_COMPLETION:
      return g_strdup (_("prompts and completions"));

    case ATTUNE_EXAMPLE_PREFERENCE:
      return g_strdup (_("preference pairs"));

    default:
      return NULL;
    }
}

/**
 * attune_new_job_text_dup_dataset:
 * @dataset: a dataset
 *
 * Returns: (transfer full): how many examples there are to learn from
 */
char *
attune_new_job_text_dup_dataset (AttuneDataset *dataset)
{
  return dup_examples (attune_dataset_get_n_training (dataset));
}

/**
 * attune_new_job_text_dup_validation:
 * @state: a state with a dataset
 *
 * Returns: (transfer full): what the result is checked with, in a line
 */
char *
attune_new_job_text_dup_validation (AttuneNewJobState *state)
{
  AttuneDataset *dataset = attune_new_job_state_get_dataset (state);
  const char *id = attune_new_job_state_get_validation (state);
  g_autofree char *examples = NULL;
  AttuneDataset *other;

  if (id == NULL && attune_dataset_get_n_validation (dataset) > 0)
    {
      examples = dup_examples (attune_dataset_get_n_validation (dataset));

      /* Translators: %s is such as “40 examples”. */
      return g_strdup_printf (_("%s kept aside"), examples);
    }

  other = id != NULL && !g_str_equal (id, ATTUNE_NO_VALIDATION)
          ? attune_workspace_find_dataset (attune_new_job_state_get_workspace (state), id) : NULL;

  if (other == NULL)
    return g_strdup (_("Nothing: whether it learns or only repeats is not measured"));

  examples = dup_examples (attune_dataset_get_n_training (other));

  /* Translators: the name of a dataset, then such as “40 examples”. */
  return g_strdup_printf (_("%s, %s"), attune_dataset_get_name (other), examples);
}

/**
 * attune_new_job_text_dup_model:
 * @state: a state
 *
 * Returns: (transfer full): the chosen model as people call it, "" when none is chosen
 */
char *
attune_new_job_text_dup_model (AttuneNewJobState *state)
{
  g_autoptr(AttuneModel) model = attune_new_job_state_dup_model (state);
  const char *id = attune_new_job_state_get_model_id (state);

  if (model != NULL)
    return g_strdup (attune_model_get_title (model));

  return g_strdup (id != NULL ? id : "");
}

/**
 * attune_new_job_text_dup_method:
 * @state: a state
 *
 * Returns: (transfer full): how it is trained
 */
char *
attune_new_job_text_dup_method (AttuneNewJobState *state)
{
  const char *method = attune_job_request_get_method (attune_new_job_state_get_request (state));

  return g_strdup (g_str_equal (method, "dpo") ? _("From preferences (DPO)")
                                               : _("From good answers (supervised)"));
}

static void
append (GString    *text,
        const char *title,
        const char *value)
{
  if (text->len > 0)
    /* Translators: what stands between two items of a list. */
    g_string_append (text, _(", "));

  /* Translators: a setting and its value, such as “Epochs: 3”. */
  g_string_append_printf (text, _("%s: %s"), title, value);
}

/**
 * attune_new_job_text_dup_settings:
 * @state: a state
 *
 * Returns: (transfer full): the settings that the person chose, or that everything is automatic
 */
char *
attune_new_job_text_dup_settings (AttuneNewJobState *state)
{
  g_autoptr(AttuneJobRequest) request = attune_new_job_state_make_request (state);
  AttuneProfile *profile = attune_new_job_state_get_profile (state);
  GPtrArray *settings = profile != NULL ? attune_profile_get_settings (profile) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; settings != NULL && i < settings->len; i++)
    {
      const AttuneSetting *setting = settings->pdata[i];
      JsonNode *value = attune_job_request_get_setting (request, setting->name);
      g_autofree char *word = value != NULL ? attune_setting_format (setting, value) : NULL;

      if (word != NULL)
        append (text, setting->title, word);
    }

  if (attune_job_request_get_seed (request) >= 0)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT,
                                                 attune_job_request_get_seed (request));

      append (text, _("Seed"), number);
    }

  if (text->len == 0)
    return g_strdup (_("Everything automatic"));

  g_string_append (text, _("; everything else automatic"));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
dup_local_estimate (const AttuneEstimate *estimate,
                    const char           *text)
{
  g_autofree char *memory = g_format_size (estimate->most_memory);
  g_autofree char *loss = attune_estimate_dup_loss (estimate);
  g_autofree char *needs = NULL;

  if (estimate->seconds < 0)
    return g_strdup_printf (/* Translators: a sentence on tokens, then a size such as “250 MB”. */
                            _("%s How long that takes is known after the first fine-tune here. It uses up to about %s of memory."),
                            text, memory);

  needs = g_strdup_printf (/* Translators: a sentence on tokens and time, then a size such as “250
                            * MB”. */
                           _("%s It uses up to about %s of memory."), text, memory);

  return loss != NULL ? g_strdup_printf ("%s\n%s", needs, loss) : g_steal_pointer (&needs);
}

static gboolean
tells_price (AttuneNewJobState *state)
{
  AttuneProfile *profile = attune_new_job_state_get_profile (state);

  return profile != NULL && attune_profile_can (profile, ATTUNE_ABILITY_TELL_PRICE);
}

/**
 * attune_new_job_text_dup_estimate:
 * @state: a state with a dataset
 *
 * Returns: (transfer full) (nullable): what it will take, in a sentence or two; %NULL when only the
 *   service can say
 */
char *
attune_new_job_text_dup_estimate (AttuneNewJobState *state)
{
  AttuneAccount *account = attune_new_job_state_get_account (state);
  AttuneEstimate estimate;
  gboolean is_known = attune_new_job_state_make_estimate (state, &estimate);
  g_autofree char *text = NULL;

  /* Nothing is known about a model whose name was typed. */
  if (!is_known)
    return tells_price (state) ? NULL : g_strdup (_("Attune does not know the price of this model. The price list of the service does."));

  text = attune_estimate_to_text (&estimate);

  if (account != NULL && attune_account_get_is_local (account))
    return dup_local_estimate (&estimate, text);

  if (estimate.cost_high >= 0)
    {
      g_autoptr(AttuneModel) model = attune_new_job_state_dup_model (state);
      g_autofree char *price = attune_cost_dup_price (model);

      return price != NULL ? g_strdup_printf ("%s\n%s", text, price) : g_steal_pointer (&text);
    }

  if (tells_price (state))
    return g_steal_pointer (&text);

  /* Translators: %s is a sentence on tokens. */
  return g_strdup_printf (_("%s Attune does not know the price of this model. The price list of the service does."),
                          text);
}

static char *
dup_told_price (const char *name,
                double      price)
{
  if (price < 0)
    /* Translators: %s is the name of an account. */
    return g_strdup_printf (_("%s did not say what this costs. Its price list does."), name);

  if (price < 0.01)
    /* Translators: %s is the name of an account. */
    return g_strdup_printf (_("%s expects this to cost less than one US cent."), name);

  /* Translators: the name of an account, then a price in US dollars. */
  return g_strdup_printf (_("%s expects this to cost $%.2f."), name, ceil (price * 100) / 100);
}

/**
 * attune_new_job_text_dup_price:
 * @state: a state with an account
 * @price: what its service was asked
 *
 * Returns: (transfer full) (nullable): what the service itself says that it costs, or why that is
 *   not known, in a sentence or two; %NULL when the service tells no prices
 */
char *
attune_new_job_text_dup_price (AttuneNewJobState *state,
                               AttuneNewJobPrice *price)
{
  const char *name = attune_account_get_name (attune_new_job_state_get_account (state));
  const GError *error = attune_new_job_price_get_error (price);

  if (!tells_price (state))
    return NULL;

  if (!attune_new_job_state_get_is_uploaded (state))
    /* Translators: %s is the name of an account. */
    return g_strdup_printf (_("%s tells the price once it has the examples."), name);

  if (attune_new_job_price_get_is_asking (price))
    /* Translators: %s is the name of an account. */
    return g_strdup_printf (_("Asking %s for the price…"), name);

  if (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_QUOTA))
    return g_strdup (error->message);

  if (error != NULL)
    /* Translators: the name of an account, then what went wrong, in sentences. */
    return g_strdup_printf (_("%s did not tell the price. %s"), name, error->message);

  return dup_told_price (name, attune_new_job_price_get_price (price));
}

static char *
dup_host (AttuneAccount *account)
{
  const char *base_url = attune_account_get_base_url (account);
  g_autoptr(GUri) uri = NULL;

  if (base_url != NULL)
    uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (attune_account_get_name (account));

  return g_strdup (g_uri_get_host (uri));
}

/**
 * attune_new_job_text_dup_privacy:
 * @state: a state with a dataset and an account
 *
 * Returns: (transfer full): what is sent, and where to, in a sentence or two
 */
char *
attune_new_job_text_dup_privacy (AttuneNewJobState *state)
{
  AttuneAccount *account = attune_new_job_state_get_account (state);
  AttuneDataset *dataset = attune_new_job_state_get_dataset (state);
  g_autofree char *host = NULL;
  g_autofree char *size = NULL;

  if (attune_account_get_is_local (account))
    return g_strdup (_("Nothing leaves this computer."));

  host = dup_host (account);

  if (attune_new_job_state_get_is_uploaded (state))
    return g_strdup_printf (/* Translators: the name of an account and that of a server. */
                            _("%s (%s) has these examples already. They are not sent again."),
                            attune_account_get_name (account), host);

  size = g_format_size (attune_dataset_get_size (dataset));

  return g_strdup_printf (/* Translators: the first %s is the name of an account, the second the
                           * name of a server, the third a size such as “1.2 MB”. */
                          _("All examples go to %s (%s): %s. What happens to them there is for its terms to say."),
                          attune_account_get_name (account), host, size);
}

/* A limit as services write it: 512 MB are so many times 1024 × 1024 bytes there. */
static char *
dup_limit (guint64 bytes)
{
  guint64 n_megabytes = bytes >> 20;

  if (n_megabytes == 0 || n_megabytes << 20 != bytes)
    return g_format_size (bytes);

  if (n_megabytes % 1024 != 0)
    /* Translators: a size. */
    return g_strdup_printf (_("%u MB"), (guint)MIN (n_megabytes, G_MAXUINT));

  /* Translators: a size. */
  return g_strdup_printf (_("%u GB"), (guint)MIN (n_megabytes / 1024, G_MAXUINT));
}

/**
 * attune_new_job_text_dup_limits:
 * @profile: a provider
 *
 * Returns: (transfer full) (nullable): what its files must be, in a line
 */
char *
attune_new_job_text_dup_limits (AttuneProfile *profile)
{
  guint min_examples = attune_profile_get_min_examples (profile);
  guint64 max_size = attune_profile_get_max_upload_size (profile);
  g_autofree char *size = NULL;

  if (attune_profile_get_is_local (profile))
    return NULL;

  size = dup_limit (max_size);

  if (min_examples <= 1)
    /* Translators: %s is a size such as “512 MB”. */
    return max_size > 0 ? g_strdup_printf (_("Files of up to %s"), size) : NULL;

  if (max_size == 0)
    return g_strdup_printf (ngettext ("At least %u example", "At least %u examples", min_examples),
                            min_examples);

  return g_strdup_printf (/* Translators: a number, then a size such as “512 MB”. */
                          ngettext ("At least %u example, in a file of up to %s",
                                    "At least %u examples, in a file of up to %s", min_examples),
                          min_examples, size);
}
