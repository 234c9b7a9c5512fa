/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-card"

#include "config.h"

#include <math.h>
#include <string.h>

#include "attune-checkpoint.h"
#include "attune-json.h"
#include "attune-model-card.h"

/* What means something in Markdown; any of it may be escaped (CommonMark 0.31, 2.4). */
#define SPECIAL "\\`*_{}[]<>()#+!|~&"

/* A model card is for whoever gets the model, wherever: it is in English, like a licence. */

/* Text of others, on one line, as it is. */
static void
append_text (GString    *card,
             const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    {
      if ((guchar)*at < ' ' || *at == 127)
        {
          g_string_append_c (card, ' ');
          continue;
        }

      if (strchr (SPECIAL, *at) != NULL)
        g_string_append_c (card, '\\');

      g_string_append_c (card, *at);
    }
}

static void
append_row (GString    *card,
            const char *name,
            const char *text)
{
  g_string_append_printf (card, "| %s | ", name);
  append_text (card, text);
  g_string_append (card, " |\n");
}

static void
append_number (GString    *card,
               const char *name,
               guint64     number)
{
  g_string_append_printf (card, "| %s | %" G_GUINT64_FORMAT " |\n", name, number);
}

static void
append_time (GString    *card,
             const char *name,
             gint64      unix_seconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (unix_seconds);
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M UTC") : NULL;

  if (unix_seconds > 0 && text != NULL)
    append_row (card, name, text);
}

/* What programs read: YAML, of which every JSON string is one. */
static void
append_yaml (GString    *card,
             const char *name,
             const char *text)
{
  g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *quoted = json_to_string (node, FALSE);

  g_string_append_printf (card, "%s: %s\n", name, quoted);
}

/* What the files are, and whom they serve. */
static const char *
get_introduction (const AttuneModelCardFacts *facts)
{
  if (facts->kind == ATTUNE_MODEL_CARD_ADAPTER)
    return "A LoRA adapter. It works with its base model only, for example as "
           "`llama-server --model BASE.gguf --lora ADAPTER.gguf`.";

  if (facts->kind == ATTUNE_MODEL_CARD_WHOLE)
    return "A whole model, for every program that reads GGUF files.";

  return "The files of the model as its provider hands them out.";
}

static const char *
get_tags (const AttuneModelCardFacts *facts)
{
  static const char * const tags[] = { "gguf, fine-tuned, lora", "gguf, fine-tuned", "fine-tuned" };

  return tags[facts->kind];
}

static void
append_head (GString                    *card,
             AttuneJob                  *job,
             const AttuneModelCardFacts *facts)
{
  g_string_append (card, "---\n");
  append_yaml (card, "base_model", attune_job_get_model (job));

  if (facts->license != NULL)
    append_yaml (card, "license", facts->license);

  g_string_append_printf (card, "tags: [%s]\n---\n\n# ", get_tags (facts));
  append_text (card, attune_job_get_title (job));
  g_string_append_printf (card, "\n\n%s\n\n", get_introduction (facts));
}

static const char *
get_license (const AttuneModelCardFacts *facts)
{
  if (facts->license != NULL)
    return facts->license;

  return facts->provider != NULL
         ? "Not said by the provider. Look it up before you share this model."
         : "Not named in its file. Look it up before you share this model.";
}

static void
append_model (GString                    *card,
              AttuneJob                  *job,
              const AttuneModelCardFacts *facts)
{
  g_string_append (card, "| Model | |\n|---|---|\n");
  append_row (card, "Base model", attune_job_get_model (job));
  append_row (card, "Licence of the base", get_license (facts));

  if (attune_job_get_fine_tuned_model (job) != NULL)
    append_row (card, "Name", attune_job_get_fine_tuned_model (job));
  if (facts->step > 0)
    append_number (card, "Checkpoint of step", facts->step);
  if (facts->provider != NULL)
    append_row (card, "Trained by", facts->provider);

  append_time (card, "Training began", attune_job_get_started_at (job));
  append_time (card, "Training ended", attune_job_get_finished_at (job));
  append_row (card, "Made with", "Attune " PACKAGE_VERSION);
}

static void
append_files (GString                    *card,
              const AttuneModelCardFacts *facts)
{
  g_string_append (card, "\n## Files\n\n| File | Size in bytes | SHA-256 |\n|---|--:|---|\n");

  for (guint i = 0; i < facts->files->len; i++)
    {
      const AttuneModelCardFile *file = &g_array_index (facts->files, AttuneModelCardFile, i);

      g_string_append (card, "| ");
      append_text (card, file->name);
      g_string_append_printf (card, " | %" G_GUINT64_FORMAT " | %s |\n", file->size, file->sha256);
    }
}

static void
append_data (GString                    *card,
             AttuneJob                  *job,
             const AttuneModelCardFacts *facts)
{
  g_string_append (card, "\n## Data\n\n| Data | |\n|---|---|\n");
  append_row (card, "Name", attune_job_get_dataset_name (job));

  if (facts->data_sha256 == NULL)
    append_row (card, "SHA-256", facts->provider != NULL
                                 ? "The provider does not hand out the examples any more."
                                 : "The examples as they were trained on are not kept any more.");

  if (facts->data_sha256 != NULL)
    {
      append_number (card, "Examples", facts->n_examples);
      append_row (card, "SHA-256", facts->data_sha256);
    }

  if (facts->checks_sha256 != NULL)
    {
      append_number (card, "Examples to check with", facts->n_checks);
      append_row (card, "SHA-256 of those", facts->checks_sha256);
    }

  if (attune_job_get_trained_tokens (job) > 0)
    append_number (card, "Tokens trained on, over all epochs", attune_job_get_trained_tokens (job));
}

static void
append_loss (GString *card,
             double   loss)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (loss))
    g_string_append (card, " |");
  else
    g_string_append_printf (card, " %s |", g_ascii_formatd (buffer, sizeof buffer, "%.4f", loss));
}

static void
append_losses (GString   *card,
               AttuneJob *job)
{
  GListModel *checkpoints = attune_job_get_checkpoints (job);
  guint n_checkpoints = g_list_model_get_n_items (checkpoints);

  if (n_checkpoints == 0)
    return;

  g_string_append (card, "\n## Losses\n\n| Step | Training | Validation |\n|--:|--:|--:|\n");

  for (guint i = 0; i < n_checkpoints; i++)
    {
      g_autoptr(AttuneCheckpoint) checkpoint = g_list_model_get_item (checkpoints, i);
      const AttuneMeasures *measures = attune_checkpoint_get_measures (checkpoint);

      g_string_append_printf (card, "| %" G_GINT64_FORMAT " |", measures->step);
      append_loss (card, measures->train_loss);
      append_loss (card, isnan (measures->full_valid_loss) ? measures->valid_loss
                                                           : measures->full_valid_loss);
      g_string_append_c (card, '\n');
    }
}

/* A fence that nothing in @text ends. */
static void
append_settings (GString   *card,
                 AttuneJob *job)
{
  g_autofree char *text = attune_job_dup_request_text (job);
  g_autoptr(GString) fence = g_string_new ("```");

  while (strstr (text, fence->str) != NULL)
    g_string_append_c (fence, '`');

  g_string_append_printf (card, "\n## Settings\n\nAs they were sent; what is not named was chosen "
                                "automatically.\n\n%sjson\n%s\n%s\n",
                          fence->str, text, fence->str);
}

/**
 * attune_model_card_write:
 * @job: a fine-tune that has succeeded, whose details are loaded
 * @facts: what is known of its files
 *
 * Says where a model comes from, for whoever gets it: what it was made of, of which data, how, and
 * how well it went. Nothing of the data itself is in it.
 *
 * Returns: (transfer full): the card, Markdown in English
 */
char *
attune_model_card_write (AttuneJob                  *job,
                         const AttuneModelCardFacts *facts)
{
  g_autoptr(GString) card = g_string_new (NULL);

  g_return_val_if_fail (ATTUNE_IS_JOB (job), NULL);
  g_return_val_if_fail (facts != NULL, NULL);

  append_head (card, job, facts);
  append_model (card, job, facts);
  append_files (card, facts);
  append_data (card, job, facts);
  append_losses (card, job);
  append_settings (card, job);

  return g_string_free_and_steal (g_steal_pointer (&card));
}
