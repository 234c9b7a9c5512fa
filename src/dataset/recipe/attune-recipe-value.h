/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <yyjson.h>

G_BEGIN_DECLS

/* Reading the values of a recipe document. @member is where a value stands, for the sentence of the
 * error: “where[2].equals”. */

typedef gboolean (*AttuneRecipeReadFunc) (gpointer      data,
                                          const char   *name,
                                          yyjson_val   *value,
                                          const char   *member,
                                          GError      **error);

gboolean attune_recipe_fail          (GError               **error,
                                      const char            *sentence,
                                      const char            *member);
gboolean attune_recipe_read_text     (yyjson_val            *value,
                                      const char            *member,
                                      char                 **text,
                                      GError               **error);
gboolean attune_recipe_read_field    (yyjson_val            *value,
                                      const char            *member,
                                      char                 **field,
                                      GError               **error);
gboolean attune_recipe_read_boolean  (yyjson_val            *value,
                                      const char            *member,
                                      gboolean              *boolean,
                                      GError               **error);
gboolean attune_recipe_read_number   (yyjson_val            *value,
                                      const char            *member,
                                      guint64               *number,
                                      GError               **error);
gboolean attune_recipe_read_enum     (yyjson_val            *value,
                                      const char            *member,
                                      const char * const    *names,
                                      guint                  n_names,
                                      const char            *sentence,
                                      guint                 *number,
                                      GError               **error);
gboolean attune_recipe_read_strings  (yyjson_val            *value,
                                      const char            *member,
                                      gsize                  max_strings,
                                      char                ***strings,
                                      GError               **error);
gboolean attune_recipe_read_members  (yyjson_val            *value,
                                      const char            *member,
                                      AttuneRecipeReadFunc   func,
                                      gpointer               data,
                                      GError               **error);
gboolean attune_recipe_read_elements (yyjson_val            *value,
                                      const char            *member,
                                      AttuneRecipeReadFunc   func,
                                      gpointer               data,
                                      GError               **error);
gboolean attune_recipe_check_object  (yyjson_val            *value,
                                      const char            *member,
                                      GError               **error);
gboolean attune_recipe_check_unique  (yyjson_val            *object,
                                      const char            *member,
                                      GError               **error);
char    *attune_recipe_join_member   (const char            *member,
                                      const char            *name);
char    *attune_recipe_join_index    (const char            *member,
                                      gsize                  index);

G_END_DECLS
