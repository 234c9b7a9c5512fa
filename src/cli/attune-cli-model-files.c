/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-model-files"

#include "config.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "attune-cli-models.h"
#include "attune-cli.h"
#include "attune-error.h"
#include "attune-workspace-model-save.h"
#include "attune-workspace-offers.h"

static const char *
get_state_name (AttuneModelDownload *download)
{
  GEnumClass *states = g_type_class_get (ATTUNE_TYPE_MODEL_DOWNLOAD_STATE);

  return g_enum_get_value (states, attune_model_download_get_state (download))->value_nick;
}

static void
build_offer (JsonBuilder         *builder,
             AttuneModelDownload *download)
{
  AttuneModelOffer *offer = attune_model_download_get_offer (download);

  json_builder_begin_object (builder);
  attune_cli_add_string (builder, "id", attune_model_offer_get_id (offer));
  attune_cli_add_string (builder, "name", attune_model_offer_get_name (offer));
  attune_cli_add_string (builder, "maker", attune_model_offer_get_maker (offer));
  attune_cli_add_string (builder, "license", attune_model_offer_get_license (offer));
  attune_cli_add_string (builder, "page", attune_model_offer_get_page (offer));
  attune_cli_add_string (builder, "date", attune_model_offer_get_date (offer));
  attune_cli_add_string (builder, "url", attune_model_offer_get_url (offer));
  attune_cli_add_string (builder, "sha256", attune_model_offer_get_sha256 (offer));
  attune_cli_add_number (builder, "size", attune_model_offer_get_size (offer));
  attune_cli_add_string (builder, "state", get_state_name (download));
  attune_cli_add_number (builder, "done", attune_model_download_get_done (download));
  json_builder_end_object (builder);
}

static void
print_offer (AttuneModelDownload *download)
{
  AttuneModelOffer *offer = attune_model_download_get_offer (download);
  g_autofree char *size = g_format_size (attune_model_offer_get_size (offer));

  g_print ("%s\t%s\t%s\t%s\t%s\n", attune_model_offer_get_id (offer),
           attune_model_offer_get_name (offer), size, attune_model_offer_get_license (offer),
           get_state_name (download));
}

/**
 * attune_cli_list_offers:
 * @workspace: the open workspace
 * @json: whether for programs
 *
 * Lists models that can be had for this computer. Asks nobody.
 *
 * Returns: an exit status
 */
int
attune_cli_list_offers (AttuneWorkspace *workspace,
                        gboolean         json)
{
  GListModel *downloads = attune_workspace_get_model_downloads (workspace);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  const char * const *problems;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_workspace_reload_model_offers (workspace), &error))
    return attune_cli_fail (error);

  json_builder_begin_array (builder);

  for (guint i = 0; i < g_list_model_get_n_items (downloads); i++)
    {
      g_autoptr(AttuneModelDownload) download = g_list_model_get_item (downloads, i);

      if (json)
        build_offer (builder, download);
      else
        print_offer (download);
    }

  json_builder_end_array (builder);

  if (json)
    attune_cli_print_json (builder);

  problems = attune_workspace_get_offer_problems (workspace);

  for (guint i = 0; problems[i] != NULL; i++)
    g_printerr ("attune-cli: %s\n", problems[i]);

  return problems[0] == NULL ? ATTUNE_CLI_DONE : ATTUNE_CLI_FAILED;
}

static AttuneModelDownload *
find_download (AttuneWorkspace  *workspace,
               const char       *name,
               GError          **error)
{
  GListModel *downloads = attune_workspace_get_model_downloads (workspace);

  for (guint i = 0; i < g_list_model_get_n_items (downloads); i++)
    {
      g_autoptr(AttuneModelDownload) download = g_list_model_get_item (downloads, i);
      AttuneModelOffer *offer = attune_model_download_get_offer (download);

      if (g_ascii_strcasecmp (attune_model_offer_get_id (offer), name) == 0 ||
          g_ascii_strcasecmp (attune_model_offer_get_name (offer), name) == 0)
        return g_steal_pointer (&download);
    }

  attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                    _("There is no model “%s” to get. “attune-cli models get” lists them."), name);

  return NULL;
}

static void
show_download_cb (AttuneModelDownload *download)
{
  attune_cli_show_bytes (attune_model_download_get_done (download),
                         attune_model_offer_get_size (attune_model_download_get_offer (download)),
                         NULL);
}

/* Something comes. */
static void
done_cb (AttuneModelDownload  *download,
         GParamSpec           *pspec,
         DexFuture           **patience)
{
  dex_clear (patience);
}

static DexFuture *
lose_patience (AttuneModelDownload *download)
{
  const char *url = attune_model_offer_get_url (attune_model_download_get_offer (download));
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return attune_cli_lose_patience (host != NULL ? host : url);
}

static void
state_cb (AttuneModelDownload *download,
          GParamSpec          *pspec,
          DexPromise          *ended)
{
  if (attune_model_download_get_state (download) != ATTUNE_MODEL_DOWNLOAD_RUNNING)
    dex_promise_resolve_boolean (ended, TRUE);
}

/* Until it is there, or cannot go on. */
static gboolean
run_download (AttuneModelDownload  *download,
              GError              **error)
{
  g_autoptr(DexPromise) ended = dex_promise_new ();
  g_autoptr(DexFuture) patience = lose_patience (download);
  gboolean is_terminal = isatty (STDERR_FILENO);
  gulong progress = 0;
  gulong state;
  gulong done;

  attune_model_download_start (download);
  done = g_signal_connect (download, "notify::done", G_CALLBACK (done_cb), &patience);
  state = g_signal_connect (download, "notify::state", G_CALLBACK (state_cb), ended);

  if (is_terminal)
    progress = g_signal_connect (download, "notify::done", G_CALLBACK (show_download_cb), NULL);

  if (attune_model_download_get_state (download) == ATTUNE_MODEL_DOWNLOAD_RUNNING)
    dex_await (DEX_FUTURE (dex_ref (ended)), NULL);

  g_signal_handler_disconnect (download, state);
  g_signal_handler_disconnect (download, done);

  if (is_terminal)
    {
      g_signal_handler_disconnect (download, progress);
      g_printerr ("\n");
    }

  if (attune_model_download_get_state (download) == ATTUNE_MODEL_DOWNLOAD_DONE)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_FAILED, NULL, "%s",
                    attune_model_download_get_error_text (download));

  return FALSE;
}

/**
 * attune_cli_get_model:
 * @workspace: the open workspace
 * @name: of a model that can be had
 *
 * Downloads it, or goes on with that, and prints what the engine calls it.
 *
 * Returns: an exit status
 */
int
attune_cli_get_model (AttuneWorkspace *workspace,
                      const char      *name)
{
  g_autoptr(AttuneModelDownload) download = NULL;
  g_autoptr(AttuneModel) model = NULL;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_workspace_reload_model_offers (workspace), &error) ||
      !(download = find_download (workspace, name, &error)) ||
      !run_download (download, &error) ||
      !(model = dex_await_object (attune_workspace_take_download (workspace, download), &error)))
    return attune_cli_fail (error);

  g_print ("%s\n", attune_model_get_id (model));

  return ATTUNE_CLI_DONE;
}

/**
 * attune_cli_add_model:
 * @workspace: the open workspace
 * @path: (type filename): a GGUF file, which stays where it is
 *
 * Lets this computer use a model, and prints what the engine calls it.
 *
 * Returns: an exit status
 */
int
attune_cli_add_model (AttuneWorkspace *workspace,
                      const char      *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autoptr(AttuneModel) model = NULL;
  g_autoptr(GError) error = NULL;

  if (!(model = dex_await_object (attune_workspace_add_model (workspace, absolute), &error)))
    return attune_cli_fail (error);

  g_print ("%s\n", attune_model_get_id (model));

  return ATTUNE_CLI_DONE;
}

/* By what the engine calls it, or by what people do. */
static AttuneModel *
find_local_model (AttuneWorkspace  *workspace,
                  const char       *name,
                  GError          **error)
{
  GListModel *models = attune_workspace_get_models (workspace);

  if (!dex_await (attune_workspace_refresh_local_models (workspace), error))
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (models, i);

      if (g_str_equal (attune_model_get_account_id (model), ATTUNE_PROFILE_LOCAL_ID) &&
          (g_str_equal (attune_model_get_id (model), name) ||
           g_str_equal (attune_model_get_title (model), name)))
        return g_steal_pointer (&model);
    }

  attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                    _("There is no model “%s” on this computer. “attune-cli models” lists them."),
                    name);

  return NULL;
}

/**
 * attune_cli_remove_model:
 * @workspace: the open workspace
 * @name: of a model on this computer
 *
 * Takes a model away; what was only added by name stays where it is.
 *
 * Returns: an exit status
 */
int
attune_cli_remove_model (AttuneWorkspace *workspace,
                         const char      *name)
{
  g_autoptr(AttuneModel) model = NULL;
  g_autoptr(GError) error = NULL;

  if (!(model = find_local_model (workspace, name, &error)) ||
      !dex_await (attune_workspace_delete_model (workspace, model), &error))
    return attune_cli_fail (error);

  return ATTUNE_CLI_DONE;
}

/**
 * attune_cli_save_model:
 * @workspace: the open workspace
 * @name: of a model that was tuned on this computer
 * @path: (type filename): where to
 * @adapter: whether without its base
 *
 * Writes a model to a file, and prints where its model card is.
 *
 * Returns: an exit status
 */
int
attune_cli_save_model (AttuneWorkspace *workspace,
                       const char      *name,
                       const char      *path,
                       gboolean         adapter)
{
  AttuneModelForm form = adapter ? ATTUNE_MODEL_FORM_ADAPTER : ATTUNE_MODEL_FORM_WHOLE;
  gboolean is_terminal = isatty (STDERR_FILENO);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *card_path = NULL;
  g_autoptr(AttuneModel) model = NULL;
  g_autoptr(GError) error = NULL;

  if (!(model = find_local_model (workspace, name, &error)))
    return attune_cli_fail (error);

  card_path = dex_await_string (attune_workspace_save_model (workspace, model, form, absolute,
                                                             is_terminal ? attune_cli_show_bytes
                                                                         : NULL,
                                                             NULL, NULL),
                                &error);

  if (is_terminal)
    g_printerr ("\n");

  if (card_path == NULL)
    return attune_cli_fail (error);

  g_print ("%s\n", card_path);

  return ATTUNE_CLI_DONE;
}
