/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-offers"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-model-offers.h"
#include "attune-models-resources.h"

#define RESOURCE_PATH "/io/github/attune/Attune/models/"
#define SUFFIX ".json"

/* A description is some lines; a file that is longer is none. */
#define MAX_BYTES (64 * 1024)

/* The least first. */
static const char * const shipped_names[] = {
  "smollm2-135m", "gemma-3-270m", "smollm2-360m", "qwen3-0.6b", "qwen2.5-0.5b",
};

static void
register_resources (void)
{
  static gsize is_registered;

  /* Named here so that the linker keeps it: nothing else refers to a resource in a library. */
  if (g_once_init_enter (&is_registered))
    {
      attune_models_register_resource ();
      g_once_init_leave (&is_registered, 1);
    }
}

static void
add_shipped (GPtrArray *offers,
             double     operations_per_second)
{
  register_resources ();

  for (guint i = 0; i < G_N_ELEMENTS (shipped_names); i++)
    {
      g_autofree char *path = g_strconcat (RESOURCE_PATH, shipped_names[i], SUFFIX, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = NULL;
      AttuneModelOffer *offer = NULL;

      if ((bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error)) != NULL)
        offer = attune_model_offer_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                        operations_per_second, &error);

      if (offer != NULL)
        g_ptr_array_add (offers, offer);
      else
        g_critical ("The model “%s” that ships is broken: %s", shipped_names[i], error->message);
    }
}

static AttuneModelOffer *
read_own (const char  *path,
          double       operations_per_second,
          GError     **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  if (length > MAX_BYTES)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("The file is too long to describe a model."));
      return NULL;
    }

  return attune_model_offer_new (text, length, operations_per_second, error);
}

/* A person's own word on a file counts more than what came with the program. */
static void
add_or_replace (GPtrArray        *offers,
                AttuneModelOffer *offer)
{
  for (guint i = 0; i < offers->len; i++)
    if (g_str_equal (attune_model_offer_get_id (offers->pdata[i]),
                     attune_model_offer_get_id (offer)))
      {
        g_object_unref (offers->pdata[i]);
        offers->pdata[i] = offer;
        return;
      }

  g_ptr_array_add (offers, offer);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

static GPtrArray *
list_own (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (names, g_strdup (name));

  g_ptr_array_sort_values (names, compare_names);

  return names;
}

/**
 * attune_model_offers_load:
 * @folder: (type filename): where a person's own descriptions are; it need not be there
 * @operations_per_second: how fast this computer trains, or 0 when it is not known
 * @problems: (out) (array zero-terminated=1): for each file that is no description a sentence
 *
 * Reads what models can be had: those of data/models, then those of @folder by name. Blocks: call
 * it on a thread.
 *
 * Returns: (transfer full) (element-type AttuneModelOffer): the offers
 */
GPtrArray *
attune_model_offers_load (const char   *folder,
                          double        operations_per_second,
                          char       ***problems)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GPtrArray) names = list_own (folder);

  add_shipped (offers, operations_per_second);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      g_autofree char *display_name = g_filename_display_name (names->pdata[i]);
      g_autoptr(GError) error = NULL;
      AttuneModelOffer *offer = read_own (path, operations_per_second, &error);

      if (offer != NULL)
        add_or_replace (offers, offer);
      else
        g_strv_builder_take (builder,
                             /* Translators: the name of a file, and a sentence on what is wrong. */
                             g_strdup_printf (_("“%s” is left out: %s"),
                                              display_name, error->message));
    }

  *problems = g_strv_builder_end (builder);

  return offers;
}
