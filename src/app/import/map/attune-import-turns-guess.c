/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-turns-guess"

#include "config.h"

#include <string.h>

#include "attune-import-field-menu.h"
#include "attune-import-turns-guess.h"

/* How two who talk are called in texts and in fields; the first pair is for those that nobody
 * knows. */
static const char * const label_pairs[][2] = {
  { "Human:", "Assistant:" },
  { "### Human:", "### Assistant:" },
  { "### Instruction:", "### Response:" },
  { "\n\nHuman:", "\n\nAssistant:" },
  { "[INST]", "[/INST]" },
  { "User:", "Assistant:" },
  { "Q:", "A:" },
  { "用户：", "助手：" },
  { "问：", "答：" },
};
static const char * const field_pairs[][2] = {
  { "human", "assistant" },
  { "user", "bot" },
  { "question", "answer" },
  { "prompt", "response" },
  { "instruction", "output" },
  { "input", "output" },
  { "问题", "回答" },
};
static const char * const role_names[] = { "role", "from", "speaker", "author", NULL };
static const char * const text_names[] = { "content", "value", "text", "message", NULL };

/**
 * attune_import_turns_get_shape:
 * @turns: turns
 *
 * Returns: in which way their field holds them
 */
AttuneTurnsShape
attune_import_turns_get_shape (const AttuneTurns *turns)
{
  g_return_val_if_fail (turns != NULL, ATTUNE_TURNS_MESSAGES);

  if (turns->labels->len > 0)
    return ATTUNE_TURNS_LABELLED;

  if (turns->last != NULL)
    return ATTUNE_TURNS_TREE;

  if (turns->texts != NULL)
    return ATTUNE_TURNS_TOGETHER;

  if (turns->role != NULL)
    return ATTUNE_TURNS_NAMED;

  return turns->speakers->len > 0 ? ATTUNE_TURNS_IN_TURN : ATTUNE_TURNS_MESSAGES;
}

/**
 * attune_import_turns_list_members:
 * @fields: (nullable): the fields of a file, of AttuneImportField
 * @array: (nullable): one of them
 *
 * Returns: (transfer full) (element-type utf8): what the elements of @array have
 */
GPtrArray *
attune_import_turns_list_members (GListModel *fields,
                                  const char *array)
{
  GPtrArray *members = g_ptr_array_new_with_free_func (g_free);
  guint n_fields = fields != NULL && array != NULL ? g_list_model_get_n_items (fields) : 0;

  for (guint i = 0; i < n_fields; i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (fields, i);

      if (g_strcmp0 (attune_import_field_get_scope (field), array) == 0 &&
          !attune_import_field_get_is_array (field))
        g_ptr_array_add (members, g_strdup (attune_import_field_get_path (field)));
    }

  return members;
}

static const char *
find_name (GPtrArray          *members,
           const char * const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    if (g_ptr_array_find_with_equal_func (members, names[i], g_str_equal, NULL))
      return names[i];

  return NULL;
}

static gsize
find_field_pair (GPtrArray *members)
{
  for (gsize i = 0; i < G_N_ELEMENTS (field_pairs); i++)
    if (g_ptr_array_find_with_equal_func (members, field_pairs[i][0], g_str_equal, NULL) &&
        g_ptr_array_find_with_equal_func (members, field_pairs[i][1], g_str_equal, NULL))
      return i;

  return G_N_ELEMENTS (field_pairs);
}

static gboolean
holds_lists (GListModel *fields,
             const char *array)
{
  g_autofree char *path = g_strconcat (array, "[0]", NULL);
  g_autoptr(AttuneImportField) element = attune_import_field_find (fields, path);

  return element != NULL && attune_import_field_get_is_array (element);
}

static AttuneTurnsShape
guess_shape (GListModel *fields,
             const char *array)
{
  g_autoptr(GPtrArray) members = attune_import_turns_list_members (fields, array);
  g_autoptr(AttuneImportField) field = attune_import_field_find (fields, array);
  const char *example = field != NULL ? attune_import_field_get_example (field) : "";

  if (field != NULL && !attune_import_field_get_is_array (field))
    return members->len > 0 || example[0] == '[' ? ATTUNE_TURNS_MESSAGES : ATTUNE_TURNS_LABELLED;

  if (find_name (members, role_names) != NULL && find_name (members, text_names) != NULL)
    return ATTUNE_TURNS_NAMED;

  return holds_lists (fields, array) || find_field_pair (members) < G_N_ELEMENTS (field_pairs)
           ? ATTUNE_TURNS_TOGETHER
           : ATTUNE_TURNS_IN_TURN;
}

/* Of pairs of which one begins as another does the later one says more. */
static const char * const *
find_label_pair (GListModel *fields,
                 const char *array)
{
  g_autoptr(AttuneImportField) field = attune_import_field_find (fields, array);
  const char *example = field != NULL ? attune_import_field_get_example (field) : "";

  for (gsize i = G_N_ELEMENTS (label_pairs); i-- > 1;)
    if (strstr (example, label_pairs[i][0]) != NULL)
      return label_pairs[i];

  return label_pairs[0];
}

static void
add_two_speakers (AttuneTurns *turns)
{
  AttuneTurnKind speakers[] = { ATTUNE_TURN_USER, ATTUNE_TURN_ASSISTANT };

  g_array_append_vals (turns->speakers, speakers, G_N_ELEMENTS (speakers));
}

static char **
dup_texts (GListModel *fields,
           const char *array,
           GPtrArray  *members)
{
  static const char * const places[] = { "[0]", "[1]", NULL };
  gsize pair = find_field_pair (members);
  const char *names[] = { "", "", NULL };

  if (holds_lists (fields, array))
    return g_strdupv ((char **)places);

  for (guint i = 0; i < 2; i++)
    names[i] = pair < G_N_ELEMENTS (field_pairs) ? field_pairs[pair][i]
               : i < members->len ? g_ptr_array_index (members, i) : "text";

  return g_strdupv ((char **)names);
}

/* How likely a field holds turns. */
static guint
rate (GListModel        *fields,
      AttuneImportField *field,
      const char        *name)
{
  const char *path = attune_import_field_get_path (field);
  g_autoptr(GPtrArray) members = attune_import_turns_list_members (fields, path);

  if (g_strcmp0 (path, name) == 0)
    return 5;

  if (find_name (members, role_names) != NULL ||
      find_field_pair (members) < G_N_ELEMENTS (field_pairs))
    return 4;

  if (attune_import_field_get_is_array (field))
    return holds_lists (fields, path) ? 3 : 2;

  return find_label_pair (fields, path) != label_pairs[0];
}

/**
 * attune_import_turns_find:
 * @fields: (nullable): the fields of a file, of AttuneImportField
 * @name: (nullable): how it is mostly called
 *
 * Returns: (transfer full) (nullable): the field that most likely holds turns; %NULL when there is
 *   none at all
 */
char *
attune_import_turns_find (GListModel *fields,
                          const char *name)
{
  guint n_fields = fields != NULL ? g_list_model_get_n_items (fields) : 0;
  char *best = NULL;
  guint best_rate = 0;

  for (guint i = 0; i < n_fields; i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (fields, i);
      guint field_rate;

      if (attune_import_field_get_scope (field) != NULL)
        continue;

      field_rate = rate (fields, field, name);

      if (best == NULL || field_rate > best_rate)
        {
          g_set_str (&best, attune_import_field_get_path (field));
          best_rate = field_rate;
        }
    }

  return best;
}

/**
 * attune_import_turns_new_of_shape:
 * @fields: (nullable): the fields of a file, of AttuneImportField
 * @array: one of them, or a name that the file does not have
 * @shape: in which way it holds turns
 *
 * Returns: (transfer full): turns of that shape, with what is usual for what is not known
 */
AttuneTurns *
attune_import_turns_new_of_shape (GListModel       *fields,
                                  const char       *array,
                                  AttuneTurnsShape  shape)
{
  g_autoptr(GPtrArray) members = attune_import_turns_list_members (fields, array);
  AttuneTurns *turns = attune_turns_new (array);
  const char *role = find_name (members, role_names);
  const char *text = find_name (members, text_names);
  const char * const *pair = find_label_pair (fields, array);

  switch (shape)
    {
    case ATTUNE_TURNS_NAMED:
      turns->role = g_strdup (role != NULL ? role : role_names[0]);
      turns->text = g_strdup (text != NULL ? text : text_names[0]);
      break;

    case ATTUNE_TURNS_TREE:
      turns->last = g_strdup ("current_node");
      turns->before = g_strdup ("parent");
      turns->role = g_strdup ("message.author.role");
      turns->text = g_strdup ("message.content.parts");
      break;

    case ATTUNE_TURNS_IN_TURN:
      turns->text = g_strdup (text);
      add_two_speakers (turns);
      break;

    case ATTUNE_TURNS_TOGETHER:
      turns->texts = dup_texts (fields, array, members);
      add_two_speakers (turns);
      break;

    case ATTUNE_TURNS_LABELLED:
      attune_turns_add_name (turns->labels, pair[0], ATTUNE_TURN_USER);
      attune_turns_add_name (turns->labels, pair[1], ATTUNE_TURN_ASSISTANT);
      break;

    case ATTUNE_TURNS_MESSAGES:
    case ATTUNE_N_TURNS_SHAPES:
    default:
      break;
    }

  return turns;
}

/**
 * attune_import_turns_guess:
 * @fields: (nullable): the fields of a file, of AttuneImportField
 * @array: one of them
 *
 * Returns: (transfer full): the turns that @array most likely holds
 */
AttuneTurns *
attune_import_turns_guess (GListModel *fields,
                           const char *array)
{
  g_return_val_if_fail (array != NULL, NULL);

  return attune_import_turns_new_of_shape (fields, array, guess_shape (fields, array));
}
