/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-about"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <libdex.h>

#include "attune-about.h"
#include "attune-paths.h"

static const char *
describe_session (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  return display != NULL ? G_OBJECT_TYPE_NAME (display) : "none";
}

static void
append_version (GString    *text,
                const char *name,
                guint       major,
                guint       minor,
                guint       micro)
{
  g_string_append_printf (text, "- %s: %u.%u.%u\n", name, major, minor, micro);
}

static void
append_program (GString    *text,
                const char *name)
{
  g_autofree char *path = attune_paths_find_program (name, NULL);

  g_string_append_printf (text, "- %s: %s\n", name, path != NULL ? "found" : "not found");
}

/* Counts only: names of datasets and accounts are the person's own business. */
static void
append_count (GString    *text,
              const char *name,
              GListModel *list)
{
  g_string_append_printf (text, "- %s: %u\n", name, g_list_model_get_n_items (list));
}

static void
append_counts (GString         *text,
               AttuneWorkspace *workspace)
{
  append_count (text, "Accounts", attune_workspace_get_accounts (workspace));
  append_count (text, "Datasets", attune_workspace_get_datasets (workspace));
  append_count (text, "Fine-tunes", attune_workspace_get_jobs (workspace));
  append_count (text, "Models", attune_workspace_get_models (workspace));
  append_count (text, "Chats", attune_workspace_get_conversations (workspace));
  g_string_append_printf (text, "- Training speed here: %.0f tokens/s\n",
                          attune_workspace_get_local_speed (workspace));
}

/**
 * attune_about_dup_debug_info:
 * @workspace: (nullable): the open workspace
 *
 * Writes what helps to find a fault and gives nothing of the person's away: versions, programs and
 * counts; never a key, a name, a path or the content of a file. It is not translated, because it
 * is written for those who read bug reports.
 *
 * Returns: (transfer full): lines of text
 */
char *
attune_about_dup_debug_info (AttuneWorkspace *workspace)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "Attune %s (%s, %s)\n\n", PACKAGE_VERSION, APPLICATION_ID, PROFILE);

  g_string_append (text, "Libraries\n");
  append_version (text, "GTK",
                  gtk_get_major_version (),
                  gtk_get_minor_version (),
                  gtk_get_micro_version ());
  append_version (text, "libadwaita",
                  adw_get_major_version (),
                  adw_get_minor_version (),
                  adw_get_micro_version ());
  append_version (text, "GLib", glib_major_version, glib_minor_version, glib_micro_version);
  g_string_append_printf (text, "- json-glib: %s\n- libdex: %s\n\n", JSON_VERSION_S, DEX_VERSION_S);

  g_string_append (text, "Programs\n");
  append_program (text, "attune-engine");
  append_program (text, "llama-server");

  g_string_append_printf (text,
                          "\nSession\n- System: %s\n- Display: %s\n- Desktop: %s\n- Language: %s\n- Sandbox: %s\n",
                          system != NULL ? system : "unknown",
                          describe_session (),
                          desktop != NULL ? desktop : "unknown",
                          g_get_language_names ()[0],
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? "Flatpak" : "none");

  if (workspace != NULL)
    {
      g_string_append (text, "\nWorkspace\n");
      append_counts (text, workspace);
    }

  return g_string_free_and_steal (text);
}

/**
 * attune_about_dialog_new:
 * @workspace: (nullable): the open workspace
 *
 * Returns: (transfer floating): the dialog About Attune, filled from the metainfo file
 */
AdwDialog *
attune_about_dialog_new (AttuneWorkspace *workspace)
{
  g_autofree char *debug_info = attune_about_dup_debug_info (workspace);
  AdwDialog *dialog;

  dialog = adw_about_dialog_new_from_appdata ("/io/github/attune/Attune/metainfo.xml",
                                              PACKAGE_VERSION);
  adw_about_dialog_set_version (ADW_ABOUT_DIALOG (dialog), PACKAGE_VERSION);
  adw_about_dialog_set_copyright (ADW_ABOUT_DIALOG (dialog), _("© 2026 The Attune Authors"));
  adw_about_dialog_set_debug_info (ADW_ABOUT_DIALOG (dialog), debug_info);
  adw_about_dialog_set_debug_info_filename (ADW_ABOUT_DIALOG (dialog), "attune-debug-info.txt");
  /* Translators: your names, one a line, optionally with addresses */
  adw_about_dialog_set_translator_credits (ADW_ABOUT_DIALOG (dialog), _("translator-credits"));

  return dialog;
}
