/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-setting-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-new-job-setting-row.h"
#include "attune-setting-row.h"

/* What the seed is called in the list of problems; no provider has a setting of that name. */
#define SEED_NAME "attune-seed"

static void
changed_cb (const char *name,
            JsonNode   *value,
            const char *problem,
            gpointer    user_data)
{
  attune_new_job_state_set_setting (user_data, name, value, problem);
}

static void
seed_changed_cb (const char *name,
                 JsonNode   *value,
                 const char *problem,
                 gpointer    user_data)
{
  attune_new_job_state_set_seed (user_data, value != NULL ? json_node_get_int (value) : -1);
  attune_new_job_state_set_setting (user_data, name, NULL, problem);
}

/**
 * attune_new_job_setting_row_new:
 * @state: what the person has chosen; the setting is changed there
 * @setting: a setting of the chosen service
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
attune_new_job_setting_row_new (AttuneNewJobState   *state,
                                const AttuneSetting *setting)
{
  AttuneJobRequest *request = attune_new_job_state_get_request (state);

  return attune_setting_row_new (setting, attune_new_job_state_get_profile (state),
                                 attune_job_request_get_setting (request, setting->name),
                                 changed_cb, g_object_ref (state), g_object_unref);
}

/**
 * attune_new_job_setting_row_new_seed:
 * @state: what the person has chosen; the seed is changed there
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
attune_new_job_setting_row_new_seed (AttuneNewJobState *state)
{
  static AttuneSetting setting = {
    .name = (char *)SEED_NAME,
    .kind = ATTUNE_SETTING_INTEGER,
    .minimum = 0,
    .maximum = G_MAXINT32,
  };
  gint64 seed = attune_job_request_get_seed (attune_new_job_state_get_request (state));
  g_autoptr(JsonNode) value = NULL;

  setting.title = (char *)_("Seed");
  setting.description = (char *)_("The same number and settings give the same result again.");

  if (seed >= 0)
    value = json_node_init_int (json_node_alloc (), seed);

  return attune_setting_row_new (&setting, NULL, value, seed_changed_cb,
                                 g_object_ref (state), g_object_unref);
}
