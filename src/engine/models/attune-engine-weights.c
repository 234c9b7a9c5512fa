/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-weights"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "attune-engine-child.h"
#include "attune-engine-error.h"
#include "attune-engine-id.h"
#include "attune-engine-response.h"
#include "attune-engine-weights.h"
#include "attune-error.h"

#define CONTENT_TYPE "application/octet-stream"

typedef struct
{
  AttuneEngineModel       *model;
  AttuneEngineWeightsForm  form;
  char                    *program;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_pointer (&self->model, attune_engine_model_free);
  g_clear_pointer (&self->program, g_free);
  g_free (self);
}

/* In a fiber: the bytes of a file, as many as there are now. */
static DexFuture *
open_file (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(GFileInfo) info = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autoptr(GError) error = NULL;

  if ((info = dex_await_object (dex_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                     G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT),
                                &io_error)) &&
      (stream = dex_await_object (dex_file_read (file, G_PRIORITY_DEFAULT), &io_error)))
    return dex_future_new_take_object (
      attune_engine_response_new_stream (G_INPUT_STREAM (g_steal_pointer (&stream)), CONTENT_TYPE,
                                         g_file_info_get_size (info)));

  attune_set_error_from_io (&error, io_error, path);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

/* In a fiber: a file that is kept, once libllama has loaded it. */
static DexFuture *
open_verified (Work       *work,
               const char *path)
{
  const char *argv[] = { work->program, "verify", work->model->path, work->model->adapter, NULL };
  g_autoptr(AttuneEngineChild) child = NULL;
  g_autofree char *tail = NULL;
  g_autoptr(GError) error = NULL;

  if (!(child = attune_engine_child_spawn (argv, ATTUNE_ENGINE_CHILD_NICE, -1, &error)) ||
      !dex_await (attune_engine_child_wait (child), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (attune_engine_child_has_succeeded (child))
    return open_file (path);

  tail = attune_engine_child_dup_tail (child);
  g_info ("“%s” cannot be loaded: %s", work->model->id, tail);

  /* Nothing that asking again would change. */
  return dex_future_new_for_error (
    attune_engine_error_new (SOUP_STATUS_UNPROCESSABLE_ENTITY, "model_damaged", "model", "%s",
                             _("The file of this model cannot be loaded any more. Train it again.")));
}

/* In a fiber: base and adapter in one file, which has no name any more once it is open. */
static DexFuture *
open_merged (Work *work)
{
  g_autofree char *folder = g_path_get_dirname (work->model->adapter);
  g_autofree char *id = attune_engine_id_new ("merged-", 8);
  g_autofree char *name = g_strconcat (id, ".gguf", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const char *argv[] = {
    work->program, "merge", work->model->path, work->model->adapter, path, work->model->id, NULL
  };
  g_autoptr(AttuneEngineChild) child = NULL;
  g_autofree char *tail = NULL;
  g_autoptr(GError) error = NULL;
  DexFuture *opened;

  if (!(child = attune_engine_child_spawn (argv, ATTUNE_ENGINE_CHILD_NICE, -1, &error)) ||
      !dex_await (attune_engine_child_wait (child), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      tail = attune_engine_child_dup_tail (child);
      return dex_future_new_for_error (
        attune_error_new (ATTUNE_ERROR_ENGINE, tail,
                          _("The model could not be put together with its base. Make room on the disk, "
                            "or save the adapter instead.")));
    }

  opened = open_file (path);
  g_unlink (path);

  return opened;
}

static DexFuture *
open_fiber (gpointer user_data)
{
  Work *work = user_data;
  const AttuneEngineModel *model = work->model;

  if (model->kind != ATTUNE_ENGINE_MODEL_TUNED)
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_BAD_REQUEST, "model_not_tuned", "model",
                                                              "“%s” was not tuned here.", model->id));

  if (work->form == ATTUNE_ENGINE_WEIGHTS_ADAPTER && model->adapter == NULL)
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_BAD_REQUEST, "no_adapter", "form",
                                                              "All weights of “%s” were trained, so it has no adapter.",
                                                              model->id));

  if (work->form == ATTUNE_ENGINE_WEIGHTS_ADAPTER)
    return open_verified (work, model->adapter);

  return model->adapter == NULL ? open_verified (work, model->path) : open_merged (work);
}

/**
 * attune_engine_weights_open:
 * @model: a tuned model
 * @form: what of it
 * @program: (type filename): the engine itself, which puts base and adapter together
 *
 * Returns: (transfer full): resolves to an #AttuneEngineResponse with a GGUF file; rejects with a
 *   400 error when there is no such thing, or with %ATTUNE_ERROR_ENGINE
 */
DexFuture *
attune_engine_weights_open (const AttuneEngineModel *model,
                            AttuneEngineWeightsForm  form,
                            const char              *program)
{
  Work *work;

  dex_return_error_if_fail (model != NULL);
  dex_return_error_if_fail (program != NULL);

  work = g_new0 (Work, 1);
  work->model = attune_engine_model_copy (model);
  work->form = form;
  work->program = g_strdup (program);

  return dex_scheduler_spawn (NULL, 0, open_fiber, work, work_free);
}
