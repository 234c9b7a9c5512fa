/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-target"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-target-rules.h"

#include "attune-import-target.h"

#define SETTINGS_KEY "import-target"

typedef struct
{
  AttuneProfile *profile;         /* borrowed from the list */
  gboolean       is_preference;
} Entry;

struct _AttuneImportTarget
{
  GObject     parent_instance;

  GSettings  *settings;
  GListModel *profiles;
  GArray     *entries;            /* of Entry */
  char      **titles;             /* of the entries */
  char       *profile_id;
  gboolean    is_preference;
  gboolean    allows_preference;
};

enum {
  PROP_0,
  PROP_TITLES,
  N_PROPS
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportTarget, attune_import_target, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char *
dup_title (const Entry *entry)
{
  const char *name = attune_profile_get_name (entry->profile);

  /* Translators: %s is the name of a provider, which learns from preferred and rejected answers. */
  return entry->is_preference ? g_strdup_printf (_("%s, Preference Training"), name) : g_strdup (name);
}

static void
add_entry (AttuneImportTarget *self,
           GStrvBuilder       *titles,
           AttuneProfile      *profile,
           gboolean            is_preference)
{
  Entry entry = { profile, is_preference };

  g_array_append_val (self->entries, entry);
  g_strv_builder_take (titles, dup_title (&entry));
}

static void
update_entries (AttuneImportTarget *self)
{
  g_autoptr(GStrvBuilder) titles = g_strv_builder_new ();

  g_array_set_size (self->entries, 0);

  for (guint i = 0; i < g_list_model_get_n_items (self->profiles); i++)
    {
      g_autoptr(AttuneProfile) profile = g_list_model_get_item (self->profiles, i);

      add_entry (self, titles, profile, FALSE);

      if (self->allows_preference && attune_profile_can (profile, ATTUNE_ABILITY_DPO))
        add_entry (self, titles, profile, TRUE);
    }

  g_strfreev (self->titles);
  self->titles = g_strv_builder_end (titles);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLES]);
}

static gboolean
has_profile (AttuneImportTarget *self,
             const char         *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->profiles); i++)
    {
      g_autoptr(AttuneProfile) profile = g_list_model_get_item (self->profiles, i);

      if (g_str_equal (attune_profile_get_id (profile), id))
        return TRUE;
    }

  return FALSE;
}

/* The provider at which the person has an account; else this computer. */
static const char *
find_default (AttuneImportTarget *self,
              AttuneWorkspace    *workspace)
{
  GListModel *accounts = attune_workspace_get_accounts (workspace);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);
      const char *id = attune_profile_get_id (attune_account_get_profile (account));

      if (!attune_account_get_is_local (account) && has_profile (self, id))
        return id;
    }

  return ATTUNE_PROFILE_LOCAL_ID;
}

static void
attune_import_target_dispose (GObject *object)
{
  AttuneImportTarget *self = (AttuneImportTarget *)object;

  g_clear_object (&self->settings);
  g_clear_object (&self->profiles);

  G_OBJECT_CLASS (attune_import_target_parent_class)->dispose (object);
}

static void
attune_import_target_finalize (GObject *object)
{
  AttuneImportTarget *self = (AttuneImportTarget *)object;

  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->titles, g_strfreev);
  g_clear_pointer (&self->profile_id, g_free);

  G_OBJECT_CLASS (attune_import_target_parent_class)->finalize (object);
}

static void
attune_import_target_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AttuneImportTarget *self = ATTUNE_IMPORT_TARGET (object);

  switch (prop_id)
    {
    case PROP_TITLES:
      g_value_set_boxed (value, self->titles);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_target_class_init (AttuneImportTargetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_import_target_dispose;
  object_class->finalize = attune_import_target_finalize;
  object_class->get_property = attune_import_target_get_property;

  properties[PROP_TITLES] =
    g_param_spec_boxed ("titles", NULL, NULL,
                        G_TYPE_STRV,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_import_target_init (AttuneImportTarget *self)
{
  self->settings = g_settings_new ("io.github.attune.Attune");
  self->profiles = attune_profile_list_shipped ();
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
}

AttuneImportTarget *
attune_import_target_new (AttuneWorkspace *workspace)
{
  AttuneImportTarget *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_TARGET, NULL);
  self->profile_id = g_settings_get_string (self->settings, SETTINGS_KEY);

  if (!has_profile (self, self->profile_id))
    g_set_str (&self->profile_id, find_default (self, workspace));

  update_entries (self);

  return self;
}

/* For another file, of which nothing is known yet; the provider stays. */
void
attune_import_target_reset (AttuneImportTarget *self)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_TARGET (self));

  self->is_preference = FALSE;
  attune_import_target_set_allows_preference (self, FALSE);
}

const char * const *
attune_import_target_get_titles (AttuneImportTarget *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_TARGET (self), NULL);

  return (const char * const *)self->titles;
}

guint
attune_import_target_get_selected (AttuneImportTarget *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_TARGET (self), 0);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->is_preference == self->is_preference &&
          g_str_equal (attune_profile_get_id (entry->profile), self->profile_id))
        return i;
    }

  return 0;
}

void
attune_import_target_select (AttuneImportTarget *self,
                             guint               position)
{
  const Entry *entry;

  g_return_if_fail (ATTUNE_IS_IMPORT_TARGET (self));
  g_return_if_fail (position < self->entries->len);

  if (position == attune_import_target_get_selected (self))
    return;

  entry = &g_array_index (self->entries, Entry, position);
  g_set_str (&self->profile_id, attune_profile_get_id (entry->profile));
  self->is_preference = entry->is_preference;
  g_settings_set_string (self->settings, SETTINGS_KEY, self->profile_id);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Whether there are pairs of answers among the examples, of which one is preferred. */
void
attune_import_target_set_allows_preference (AttuneImportTarget *self,
                                            gboolean            allows_preference)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_TARGET (self));

  if (self->allows_preference == allows_preference)
    return;

  self->allows_preference = allows_preference;
  update_entries (self);
}

void
attune_import_target_fill_rules (AttuneImportTarget *self,
                                 AttuneRules        *rules)
{
  const Entry *entry;

  g_return_if_fail (ATTUNE_IS_IMPORT_TARGET (self));
  g_return_if_fail (rules != NULL);

  entry = &g_array_index (self->entries, Entry, attune_import_target_get_selected (self));
  attune_target_rules_init (rules, entry->profile, NULL, entry->is_preference);
}
