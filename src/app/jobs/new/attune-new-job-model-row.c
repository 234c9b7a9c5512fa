/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-model-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cost.h"
#include "attune-estimate.h"
#include "attune-job-plan.h"
#include "attune-memory.h"
#include "attune-new-job-model-row.h"

/* What training on @dataset takes here, so that models can be weighed against each other. How much
 * is free just now would change, and the rows with it; the last page tells. */
static char *
dup_training (AttuneDataset *dataset,
              AttuneModel   *model)
{
  g_autofree char *memory = NULL;
  g_autofree char *least = NULL;
  g_autofree char *time = NULL;
  AttuneTokenFigures figures;
  AttuneEstimate estimate;

  attune_token_figures_init_for_dataset (&figures, dataset);
  attune_estimate_make_for_figures (&estimate, &figures, model, NULL, 0);
  memory = g_format_size (estimate.most_memory);
  least = g_format_size (estimate.least_memory);
  time = attune_estimate_dup_cost (&estimate);

  if (estimate.least_memory > attune_memory_get_available ())
    /* Translators: %s is a size, such as “1.2 GB”. */
    return g_strdup_printf (_("does not fit: training needs at least %s of memory"), least);

  if (time == NULL)
    /* Translators: %s is a size, such as “1.2 GB”. */
    return g_strdup_printf (_("trains with up to %s of memory"), memory);

  /* Translators: a time, such as “about 3 minutes”, and a size, such as “1.2 GB”. */
  return g_strdup_printf (_("trains in %s, with up to %s of memory"), time, memory);
}

/**
 * attune_new_job_model_row_new:
 * @model: a model
 * @dataset: (nullable): what it would be trained on
 * @refusal: (nullable): why no training can begin with it
 * @radio: what chooses it
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
attune_new_job_model_row_new (AttuneModel    *model,
                              AttuneDataset  *dataset,
                              const char     *refusal,
                              GtkCheckButton *radio)
{
  GtkWidget *row = adw_action_row_new ();
  const char *title = attune_model_get_title (model);
  g_autofree char *text = attune_new_job_model_row_dup_text (model, dataset);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), refusal != NULL ? refusal : text);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), GTK_WIDGET (radio));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (radio));
  gtk_accessible_update_property (GTK_ACCESSIBLE (radio),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);

  return row;
}

/**
 * attune_new_job_model_row_dup_text:
 * @model: a model
 * @dataset: (nullable): what it would be trained on
 *
 * Returns: (transfer full): what there is to know of it before the choice: its price, its limits,
 *   or what the training takes on this computer
 */
char *
attune_new_job_model_row_dup_text (AttuneModel   *model,
                                   AttuneDataset *dataset)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_null_terminated (5, g_free, TRUE);
  g_autofree char *price = attune_cost_dup_price (model);
  const AttuneModelDetails *details = attune_model_get_details (model);
  guint max_tokens = attune_model_get_max_tokens (model);

  if (attune_model_get_is_tuned (model) && attune_model_get_base_model (model) != NULL)
    /* Translators: %s is the name of a model. */
    g_ptr_array_add (parts, g_strdup_printf (_("Goes on with what was tuned from %s"),
                                             attune_model_get_base_model (model)));

  if (details != NULL && !attune_model_get_is_tuned (model))
    g_ptr_array_add (parts, attune_model_details_to_text (details));
  else if (attune_profile_get_is_local (attune_model_get_profile (model)))
    g_ptr_array_add (parts, g_strdup (_("Free, needs no account")));
  else if (price != NULL)
    g_ptr_array_add (parts, g_steal_pointer (&price));

  if (details != NULL && dataset != NULL)
    g_ptr_array_add (parts, dup_training (dataset, model));

  if (max_tokens > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("examples of up to %'u token",
                                                       "examples of up to %'u tokens", max_tokens),
                                             max_tokens));

  if (attune_model_get_shutdown_date (model) != NULL)
    {
      g_autofree char *date = attune_date_format (attune_model_get_shutdown_date (model));

      /* Translators: when a service switches a model off for good. */
      g_ptr_array_add (parts, g_strdup_printf (_("stops working on %s"), date));
    }

  return g_strjoinv (" · ", (char **)parts->pdata);
}
