/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-prepare-file"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "attune-draft.h"
#include "attune-mapper.h"
#include "attune-prepare-file.h"
#include "attune-reader.h"
#include "attune-recipe-library.h"

#define PROGRESS_STEP (1024 * 1024)

/* A table has some columns; a file whose every record has names of its own is no table, and its
 * names are not collected for ever. */
#define MAX_COLUMNS     1000
#define MAX_COLUMN_NAME 1000

/* What the pairs of a recipe are called. */
static const char * const recipe_columns[] = { "prompt", "completion", NULL };

struct _AttunePrepareFile
{
  char               *path;
  AttuneScanOptions   options;       /* with what was found out about the file */
  AttuneSource       *source;        /* NULL before the first pass */
  char               *prompt;        /* the names of the columns */
  char               *completion;
  AttuneReader       *reader;        /* of the current pass */
  AttuneMapper       *mapper;        /* NULL: columns are read as they are */
  AttuneDraft         draft;
  GString            *texts[2];      /* of values that do not stand in the file as they are given */
  guint               n_passes;      /* for the progress: how many there will be … */
  guint               pass;          /* … and which this is */
  goffset             next_progress;
  AttuneProgressFunc  progress;
  gpointer            user_data;
};

/* All passes read the file in the way that the first one found out. */
static void
keep_reader_options (AttunePrepareFile *self)
{
  char *old_path = (char *)self->options.reader.records_path;

  self->options.reader = *attune_reader_get_options (self->reader);
  self->options.reader.records_path = g_strdup (self->options.reader.records_path);
  g_free (old_path);
}

/* A text without questions has one column: each of its pieces is a completion. */
static void
use_plain_text (AttunePrepareFile *self)
{
  const char *const *columns = attune_reader_get_columns (self->reader);

  if (self->options.recipe == NULL && self->options.reader.format == ATTUNE_FORMAT_TEXT &&
      columns != NULL && columns[0] != NULL && columns[1] == NULL)
    self->options.recipe = attune_recipe_library_get ("text");
}

static gboolean
begin_pass (AttunePrepareFile  *self,
            GCancellable       *cancellable,
            GError            **error)
{
  g_clear_object (&self->reader);

  if (self->source == NULL &&
      !(self->source = attune_source_open_full (self->path, &self->options.source, NULL, NULL,
                                                cancellable, error)))
    return FALSE;

  if (!(self->reader = attune_reader_open_full (self->source, &self->options.reader, cancellable,
                                                error)))
    return FALSE;

  keep_reader_options (self);
  use_plain_text (self);
  self->next_progress = 0;

  if (self->options.recipe != NULL && self->mapper == NULL)
    self->mapper = attune_mapper_new (self->options.recipe);

  return TRUE;
}

static void
report_progress (AttunePrepareFile *self,
                 gboolean           is_done)
{
  goffset size = attune_source_get_length (self->source);
  goffset position = is_done ? size : attune_reader_get_position (self->reader);

  if (self->progress == NULL || (!is_done && position < self->next_progress))
    return;

  self->next_progress = position + PROGRESS_STEP;
  self->progress (self->pass * size + position, self->n_passes * size, self->user_data);
}

/* Goes on to the next record; at the end the pass is over. */
static gboolean
next_record (AttunePrepareFile  *self,
             AttuneRecord       *record,
             GCancellable       *cancellable,
             GError            **error)
{
  g_autoptr(GError) local_error = NULL;

  if (attune_reader_next (self->reader, record, cancellable, &local_error))
    {
      report_progress (self, FALSE);
      return TRUE;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  report_progress (self, TRUE);
  self->pass++;

  return FALSE;
}

/* The last of several members with the same name counts, as in Python and in browsers. */
static yyjson_val *
find_member (yyjson_val *object,
             const char *name)
{
  yyjson_val *found = NULL;
  yyjson_val *member;
  yyjson_obj_iter iter;

  yyjson_obj_iter_init (object, &iter);

  while ((member = yyjson_obj_iter_next (&iter)))
    if (yyjson_equals_str (member, name))
      found = yyjson_obj_iter_get_val (member);

  return found;
}

/* The text of a value: null and nothing are empty, a number is as the file
 * writes it.
 * Returns NULL for a list or an object. */
static const char *
get_value_text (yyjson_val *value,
                GString    *text,
                gsize      *length)
{
  switch (yyjson_get_type (value))
    {
    case YYJSON_TYPE_STR:
      *length = unsafe_yyjson_get_len (value);
      return unsafe_yyjson_get_str (value);

    case YYJSON_TYPE_RAW:
      g_string_truncate (text, 0);
      g_string_append_len (text, unsafe_yyjson_get_raw (value), unsafe_yyjson_get_len (value));
      break;

    case YYJSON_TYPE_NONE:
    case YYJSON_TYPE_NULL:
      g_string_truncate (text, 0);
      break;

    case YYJSON_TYPE_BOOL:
      g_string_assign (text, yyjson_get_bool (value) ? "true" : "false");
      break;

    default:
      return NULL;
    }

  *length = text->len;

  return text->str;
}

static const char *
get_cell (const AttuneRecord *record,
          const char         *name,
          gsize              *length)
{
  for (gsize i = 0; record->columns[i] != NULL; i++)
    {
      if (strcmp (record->columns[i], name) == 0)
        {
          *length = record->cells[i].length;
          return record->cells[i].bytes;
        }
    }

  return NULL;
}

static const char *
keep_text (GString          *text,
           const AttuneText *value)
{
  g_string_truncate (text, 0);
  g_string_append_len (text, value->bytes, value->length);

  return text->str;
}

static AttunePair
read_columns (AttunePrepareFile  *self,
              const AttuneRecord *record)
{
  AttunePair pair = { .line = record->line };

  if (record->problem != ATTUNE_ISSUE_NONE)
    return pair;

  if (record->cells != NULL)
    {
      pair.prompt = get_cell (record, self->prompt, &pair.prompt_length);
      pair.completion = get_cell (record, self->completion, &pair.completion_length);
    }
  else if (yyjson_is_obj (record->root))
    {
      pair.prompt = get_value_text (find_member (record->root, self->prompt),
                                    self->texts[0], &pair.prompt_length);
      pair.completion = get_value_text (find_member (record->root, self->completion),
                                        self->texts[1], &pair.completion_length);
    }

  return pair;
}

/* What the recipe made of a record; of anything but a prompt with its completion, nothing. */
static AttunePair
read_draft (AttunePrepareFile  *self,
            const AttuneRecord *record)
{
  AttunePair pair = { .line = record->line };
  const AttuneDraft *draft = &self->draft;
  AttuneText prompt;
  AttuneText completion;

  if (draft->problem != ATTUNE_ISSUE_NONE || draft->kind != ATTUNE_EXAMPLE_COMPLETION ||
      draft->turns->len != 2)
    return pair;

  prompt = attune_draft_get_turn (draft, 0)->text;
  completion = attune_draft_get_turn (draft, 1)->text;
  pair.prompt = keep_text (self->texts[0], &prompt);
  pair.prompt_length = prompt.length;
  pair.completion = keep_text (self->texts[1], &completion);
  pair.completion_length = completion.length;

  return pair;
}

/* Gives all pairs of a record: with a recipe there may be several, or none. */
static gboolean
give_pairs (AttunePrepareFile   *self,
            const AttuneRecord  *record,
            AttunePairFunc       each,
            gpointer             each_data,
            GError             **error)
{
  AttunePair pair;

  if (self->mapper == NULL)
    {
      pair = read_columns (self, record);
      return each (&pair, each_data, error);
    }

  attune_mapper_begin (self->mapper, record);

  while (attune_mapper_next (self->mapper, &self->draft))
    {
      pair = read_draft (self, record);

      if (!each (&pair, each_data, error))
        return FALSE;
    }

  return TRUE;
}

static void
add_names (GHashTable *known,
           GPtrArray  *names,
           yyjson_val *object)
{
  yyjson_val *member;
  yyjson_obj_iter iter;

  yyjson_obj_iter_init (object, &iter);

  while ((member = yyjson_obj_iter_next (&iter)))
    {
      char *name = (char *)yyjson_get_str (member);

      if (names->len >= MAX_COLUMNS)
        return;

      if (yyjson_get_len (member) > MAX_COLUMN_NAME || g_hash_table_contains (known, name))
        continue;

      name = g_strdup (name);
      g_ptr_array_add (names, name);
      g_hash_table_add (known, name);
    }
}

/**
 * attune_prepare_file_new:
 * @path: (type filename): a file that the person chose
 * @options: (nullable): what is known of it; a recipe makes the pairs, else columns hold them
 * @n_passes: how often it will be gone over, for the progress; reading the columns not counted
 * @progress: (nullable): told how far it is; counts the bytes of all passes
 * @user_data: for @progress
 *
 * Returns: (transfer full): a file that is not open yet
 */
AttunePrepareFile *
attune_prepare_file_new (const char               *path,
                         const AttuneScanOptions  *options,
                         guint                     n_passes,
                         AttuneProgressFunc        progress,
                         gpointer                  user_data)
{
  AttunePrepareFile *self = g_new0 (AttunePrepareFile, 1);

  self->path = g_strdup (path);

  if (options != NULL)
    attune_scan_options_copy (&self->options, options);

  attune_draft_init (&self->draft);
  self->n_passes = n_passes;
  self->progress = progress;
  self->user_data = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    self->texts[i] = g_string_new (NULL);

  return self;
}

/**
 * attune_prepare_file_free:
 * @self: (transfer full): a file
 */
void
attune_prepare_file_free (AttunePrepareFile *self)
{
  attune_draft_clear (&self->draft);
  g_clear_pointer (&self->mapper, attune_mapper_free);
  g_clear_object (&self->reader);
  g_clear_object (&self->source);
  attune_scan_options_clear (&self->options);

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_string_free (self->texts[i], TRUE);

  g_free (self->path);
  g_free (self->prompt);
  g_free (self->completion);
  g_free (self);
}

/**
 * attune_prepare_file_read_columns:
 * @self: a file
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * The names of a table's columns stand in its header; those of JSON are all the names that its
 * records use, so it takes a pass to know them. Those of a recipe, and of a text without questions,
 * are `prompt` and `completion`.
 * Fails as attune_source_open_full(), attune_reader_open() and attune_reader_next() do.
 *
 * Returns: (transfer full) (nullable): the names of the columns
 */
char **
attune_prepare_file_read_columns (AttunePrepareFile  *self,
                                  GCancellable       *cancellable,
                                  GError            **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) local_error = NULL;
  AttuneRecord record;

  if (!begin_pass (self, cancellable, error))
    return NULL;

  if (self->mapper != NULL)
    return g_strdupv ((char **)recipe_columns);

  if (attune_reader_get_columns (self->reader) != NULL)
    return g_strdupv ((char **)attune_reader_get_columns (self->reader));

  self->n_passes++;

  while (next_record (self, &record, cancellable, &local_error))
    add_names (known, names, record.root);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  g_ptr_array_add (names, NULL);

  return (char **)g_ptr_array_steal (names, NULL);
}

/**
 * attune_prepare_file_choose_columns:
 * @self: a file
 * @prompt: the column that holds the prompts
 * @completion: the column that holds the completions
 */
void
attune_prepare_file_choose_columns (AttunePrepareFile *self,
                                    const char        *prompt,
                                    const char        *completion)
{
  g_set_str (&self->prompt, prompt);
  g_set_str (&self->completion, completion);
}

/**
 * attune_prepare_file_go_over:
 * @each: (scope call): called for every pair
 * @each_data: for @each
 * @self: (type AttunePrepareFile): a file whose columns are chosen
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * The #AttunePairSource of a file. A record that is broken, or that has a list where a text should
 * be, is given as one that cannot be read.
 *
 * Returns: %FALSE with an error of @each, of attune_reader_open() or of attune_reader_next()
 */
gboolean
attune_prepare_file_go_over (AttunePairFunc   each,
                             gpointer         each_data,
                             gpointer         self,
                             GCancellable    *cancellable,
                             GError         **error)
{
  AttunePrepareFile *file = self;
  g_autoptr(GError) local_error = NULL;
  AttuneRecord record;

  if (!begin_pass (file, cancellable, error))
    return FALSE;

  while (next_record (file, &record, cancellable, &local_error))
    if (!give_pairs (file, &record, each, each_data, error))
      return FALSE;

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/**
 * attune_prepare_file_is_cut_off:
 * @self: a file that was gone over
 *
 * Returns: whether it ends too early, so that there are fewer pairs than there should be
 */
gboolean
attune_prepare_file_is_cut_off (AttunePrepareFile *self)
{
  return attune_reader_is_truncated (self->reader) || attune_source_is_cut_off (self->source);
}
