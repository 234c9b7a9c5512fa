/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-item"

#include "config.h"

#include "attune-example-item.h"

/* A longer row is not read as JSON for the table, where two hundred must be ready in a frame: its
 * beginning is shown as it stands in the file. */
#define MAX_PARSED_SIZE (64 * 1024)

/* What a cell can show of a text, and more. */
#define EXCERPT_CHARS 160
#define EXCERPT_BYTES (4 * EXCERPT_CHARS)

struct _AttuneExampleItem
{
  GObject            parent_instance;

  AttuneExampleFile *file;
  AttuneEdits       *edits;
  guint              row;

  gboolean           is_loaded;    /* then: */
  char              *question;
  char              *answer;
  char              *problem;
  guint              n_turns;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneExampleItem, attune_example_item, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
unload (AttuneExampleItem *self)
{
  g_clear_pointer (&self->question, g_free);
  g_clear_pointer (&self->answer, g_free);
  g_clear_pointer (&self->problem, g_free);
  self->n_turns = 0;
  self->is_loaded = FALSE;
}

/* The beginning of @text on one line. */
static char *
dup_excerpt (const char *text)
{
  g_autoptr(GString) excerpt = g_string_new (NULL);
  gboolean was_space = TRUE;

  for (guint i = 0; i < EXCERPT_CHARS && *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);
      gboolean is_space = g_unichar_isspace (character) || g_unichar_iscntrl (character);

      if (!is_space || !was_space)
        {
          g_string_append_unichar (excerpt, is_space ? ' ' : character);
          i++;
        }

      was_space = is_space;
    }

  return g_string_free_and_steal (g_steal_pointer (&excerpt));
}

static void
take_example (AttuneExampleItem *self,
              AttuneExample     *example)
{
  self->n_turns = attune_example_get_n_turns (example);

  for (guint i = 0; i < self->n_turns; i++)
    {
      AttuneTurn *turn = attune_example_get_turn (example, i);

      if (turn->role == ATTUNE_ROLE_USER && self->question == NULL)
        self->question = dup_excerpt (turn->content);
      else if (turn->role == ATTUNE_ROLE_ASSISTANT && self->answer == NULL)
        self->answer = dup_excerpt (turn->content);
    }
}

/* Of a row that is too long to be read here. */
static void
take_beginning (AttuneExampleItem *self)
{
  g_autoptr(GBytes) edited = attune_edits_dup_text (self->edits, self->row);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *valid = NULL;
  gsize length;

  if (edited != NULL)
    text = g_strndup (g_bytes_get_data (edited, NULL),
                      MIN (g_bytes_get_size (edited), EXCERPT_BYTES));
  else
    text = attune_example_file_read_text (self->file, self->row, EXCERPT_BYTES, &length, &error);

  if (text == NULL)
    {
      self->problem = g_strdup (error->message);
      return;
    }

  valid = g_utf8_make_valid (text, -1);
  self->question = dup_excerpt (valid);
}

static void
load (AttuneExampleItem *self)
{
  g_autoptr(AttuneExample) example = NULL;
  g_autoptr(GError) error = NULL;

  if (self->is_loaded)
    return;

  self->is_loaded = TRUE;

  if (attune_example_item_get_size (self) > MAX_PARSED_SIZE)
    take_beginning (self);
  else if ((example = attune_edits_read (self->edits, self->row, &error)))
    take_example (self, example);
  else
    self->problem = g_strdup (error->message);
}

static void
attune_example_item_finalize (GObject *object)
{
  AttuneExampleItem *self = (AttuneExampleItem *)object;

  unload (self);
  g_clear_object (&self->file);
  g_clear_object (&self->edits);

  G_OBJECT_CLASS (attune_example_item_parent_class)->finalize (object);
}

static void
attune_example_item_class_init (AttuneExampleItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_example_item_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_example_item_init (AttuneExampleItem *self)
{
}

AttuneExampleItem *
attune_example_item_new (AttuneExampleFile *file,
                         AttuneEdits       *edits,
                         guint              row)
{
  AttuneExampleItem *self;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (file), NULL);
  g_return_val_if_fail (ATTUNE_IS_EDITS (edits), NULL);

  self = g_object_new (ATTUNE_TYPE_EXAMPLE_ITEM, NULL);
  self->file = g_object_ref (file);
  self->edits = g_object_ref (edits);
  self->row = row;

  return self;
}

guint
attune_example_item_get_row (AttuneExampleItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self), 0);

  return self->row;
}

AttuneRowState
attune_example_item_get_state (AttuneExampleItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self), ATTUNE_ROW_UNCHANGED);

  return attune_edits_get_state (self->edits, self->row);
}

const char *
attune_example_item_get_question (AttuneExampleItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self), NULL);

  load (self);

  return self->question != NULL ? self->question : "";
}

const char *
attune_example_item_get_answer (AttuneExampleItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self), NULL);

  load (self);

  return self->answer != NULL ? self->answer : "";
}

guint
attune_example_item_get_n_turns (AttuneExampleItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self), 0);

  load (self);

  return self->n_turns;
}

guint64
attune_example_item_get_size (AttuneExampleItem *self)
{
  g_autoptr(GBytes) edited = NULL;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self), 0);

  edited = attune_edits_dup_text (self->edits, self->row);

  if (edited != NULL)
    return g_bytes_get_size (edited) + 1;

  /* An added row whose adding was taken back, before the list says so. */
  if (self->row >= attune_example_file_get_n_examples (self->file))
    return 0;

  return attune_example_file_get_length (self->file, self->row);
}

const char *
attune_example_item_get_problem (AttuneExampleItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self), NULL);

  load (self);

  return self->problem;
}

/* Another row is shown at the item's place. Nothing is told when it is the same one. */
void
attune_example_item_set_row (AttuneExampleItem *self,
                             guint              row)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self));

  if (self->row == row)
    return;

  self->row = row;
  attune_example_item_invalidate (self);
}

/* The row was changed: what was read of it no longer holds. */
void
attune_example_item_invalidate (AttuneExampleItem *self)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_ITEM (self));

  unload (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
