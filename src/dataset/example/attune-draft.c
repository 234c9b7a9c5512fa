/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-draft"

#include "config.h"

#include <string.h>

#include "attune-draft-private.h"
#include "attune-json-number.h"

static gboolean
is_object_with_text (yyjson_val *value,
                     const char *name)
{
  return yyjson_is_str (yyjson_obj_get (value, name));
}

/* An assistant may say something other than text: call a tool, refuse, speak. */
static gboolean
says_other_than_content (yyjson_val *message)
{
  return yyjson_arr_size (yyjson_obj_get (message, "tool_calls")) > 0 ||
         yyjson_is_obj (yyjson_obj_get (message, "function_call")) ||
         is_object_with_text (message, "refusal") ||
         yyjson_is_obj (yyjson_obj_get (message, "audio"));
}

static gboolean
is_weight_zero (yyjson_val *message)
{
  return attune_json_number_is (yyjson_obj_get (message, "weight"), 0.0);
}

/* Joins the texts of an array of parts, such as {"type": "text", "text": …}; what has no text is an
 * image, a file or a sound. */
static AttuneText
join_parts (AttuneDraft *self,
            yyjson_val  *parts,
            gboolean    *says_other)
{
  yyjson_arr_iter iter;
  yyjson_val *part;
  gsize length = 0;
  char *text;
  char *end;

  yyjson_arr_iter_init (parts, &iter);

  while ((part = yyjson_arr_iter_next (&iter)))
    length += yyjson_get_len (yyjson_obj_get (part, "text")) + 1;

  text = attune_arena_alloc (self->arena, length);
  end = text;
  yyjson_arr_iter_init (parts, &iter);

  while ((part = yyjson_arr_iter_next (&iter)))
    {
      yyjson_val *value = yyjson_obj_get (part, "text");

      if (!yyjson_is_str (value))
        {
          *says_other = TRUE;
          continue;
        }

      if (end > text)
        *end++ = '\n';

      memcpy (end, yyjson_get_str (value), yyjson_get_len (value));
      end += yyjson_get_len (value);
    }

  return (AttuneText) { text, end - text };
}

static void
set_turn (AttuneDraftTurn *turn,
          AttuneRole       role,
          AttunePart       part,
          AttuneText       text)
{
  *turn = (AttuneDraftTurn) {
    .role = role,
    .part = part,
    .text = text,
    .is_trained = role == ATTUNE_ROLE_ASSISTANT,
    .has_content = TRUE,
  };
}

/* Finds the two members that every message has, in one pass. */
static void
find_role_and_content (yyjson_val  *message,
                       yyjson_val **role,
                       yyjson_val **content)
{
  yyjson_obj_iter iter;
  yyjson_val *name;

  *role = NULL;
  *content = NULL;
  yyjson_obj_iter_init (message, &iter);

  while ((*role == NULL || *content == NULL) && (name = yyjson_obj_iter_next (&iter)))
    if (*role == NULL && unsafe_yyjson_equals_strn (name, "role", strlen ("role")))
      *role = yyjson_obj_iter_get_val (name);
    else if (*content == NULL && unsafe_yyjson_equals_strn (name, "content", strlen ("content")))
      *content = yyjson_obj_iter_get_val (name);
}

static void
set_message (AttuneDraft     *self,
             AttuneDraftTurn *turn,
             yyjson_val      *message,
             AttunePart       part)
{
  AttuneText text = { "", 0 };
  gboolean says_other;
  gboolean is_plain;
  yyjson_val *content;
  yyjson_val *role;

  find_role_and_content (message, &role, &content);
  is_plain = yyjson_is_str (content) && role != NULL && yyjson_obj_size (message) == 2;
  says_other = !is_plain && says_other_than_content (message);

  if (yyjson_is_str (content))
    text = (AttuneText) { unsafe_yyjson_get_str (content), unsafe_yyjson_get_len (content) };
  else if (yyjson_is_arr (content))
    text = join_parts (self, content, &says_other);

  set_turn (turn, attune_role_from_string (yyjson_get_str (role)), part, text);
  turn->message = message;
  turn->has_content = yyjson_is_str (content) || yyjson_arr_size (content) > 0;
  turn->is_plain = is_plain;
  turn->says_other = says_other;
  turn->is_trained = turn->is_trained && (is_plain || !is_weight_zero (message));
}

/* Both names that OpenAI had for an output of a preference: the newer first. */
static yyjson_val *
get_output (yyjson_val *root,
            const char *name,
            const char *old_name,
            gboolean   *is_old)
{
  yyjson_val *output = yyjson_obj_get (root, name);

  if (output == NULL && (output = yyjson_obj_get (root, old_name)) != NULL)
    *is_old = TRUE;

  return output;
}

static gboolean
set_preference (AttuneDraft *self,
                yyjson_val  *root)
{
  gboolean is_old = FALSE;
  yyjson_val *messages = yyjson_obj_get (yyjson_obj_get (root, "input"), "messages");
  yyjson_val *preferred = get_output (root, "preferred_output", "preferred_completion", &is_old);
  yyjson_val *rejected = get_output (root, "non_preferred_output", "non_preferred_completion",
                                     &is_old);

  if (!yyjson_is_arr (messages) || !yyjson_is_arr (preferred) || !yyjson_is_arr (rejected))
    return FALSE;

  self->kind = ATTUNE_EXAMPLE_PREFERENCE;
  attune_draft_add_messages (self, messages, ATTUNE_PART_CONVERSATION);
  attune_draft_add_messages (self, preferred, ATTUNE_PART_PREFERRED);
  attune_draft_add_messages (self, rejected, ATTUNE_PART_REJECTED);

  for (guint i = 0; i < self->turns->len; i++)
    {
      AttuneDraftTurn *turn = attune_draft_get_turn (self, i);

      turn->is_trained = turn->part != ATTUNE_PART_CONVERSATION;
    }

  if (is_old)
    self->line = (AttuneText) { 0 };

  return TRUE;
}

static gboolean
set_completion (AttuneDraft *self,
                yyjson_val  *root)
{
  yyjson_val *prompt = yyjson_obj_get (root, "prompt");
  yyjson_val *completion = yyjson_obj_get (root, "completion");

  if (!yyjson_is_str (prompt) || !yyjson_is_str (completion))
    return FALSE;

  self->kind = ATTUNE_EXAMPLE_COMPLETION;
  attune_draft_add_turn (self, ATTUNE_ROLE_USER, ATTUNE_PART_CONVERSATION,
                         yyjson_get_str (prompt), yyjson_get_len (prompt));
  attune_draft_add_turn (self, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_CONVERSATION,
                         yyjson_get_str (completion), yyjson_get_len (completion));

  return TRUE;
}

static void
clear_json (AttuneDraft *self)
{
  if (self->json != NULL)
    self->allocator->free (self->allocator->ctx, g_steal_pointer (&self->json));
}

/* From now on the line has to be written anew. */
static void
mark_changed (AttuneDraft *self)
{
  clear_json (self);
  self->line = (AttuneText) { 0 };
}

/**
 * attune_draft_init:
 * @self: a draft on the stack or in another struct
 */
void
attune_draft_init (AttuneDraft *self)
{
  *self = (AttuneDraft) {
    .problem = ATTUNE_ISSUE_NONE,
    .turns = g_array_new (FALSE, FALSE, sizeof (AttuneDraftTurn)),
    .arena = attune_arena_new (),
    .allocator = yyjson_alc_dyn_new (),
  };
}

/**
 * attune_draft_clear:
 * @self: a draft; all zero is allowed
 */
void
attune_draft_clear (AttuneDraft *self)
{
  clear_json (self);
  g_clear_pointer (&self->turns, g_array_unref);
  g_clear_pointer (&self->arena, attune_arena_free);
  g_clear_pointer (&self->allocator, yyjson_alc_dyn_free);
}

/**
 * attune_draft_reset:
 * @self: a draft
 *
 * Makes it empty, for the next record.
 */
void
attune_draft_reset (AttuneDraft *self)
{
  clear_json (self);
  attune_arena_reset (self->arena);
  self->turns->len = 0;   /* as g_array_set_size() does in ten times as many steps */
  self->kind = ATTUNE_EXAMPLE_CHAT;
  self->problem = ATTUNE_ISSUE_NONE;
  self->issues = 0;
  self->root = NULL;
  self->tools = NULL;
  self->line = (AttuneText) { 0 };
}

/**
 * attune_draft_alloc:
 * @self: a draft
 * @length: how many bytes
 *
 * Returns: (transfer none): memory for a text of a turn, until the next attune_draft_reset()
 */
char *
attune_draft_alloc (AttuneDraft *self,
                    gsize        length)
{
  return attune_arena_alloc (self->arena, length);
}

/**
 * attune_draft_set_value:
 * @self: an empty draft
 * @root: a record, which must outlive the draft
 * @text: (array length=length): how it is written
 * @length: its length in bytes
 *
 * Takes over a record that is an example already, in one of the three line formats of OpenAI: chat,
 * preference (with both names of its outputs), prompt and completion. Whether it is a good one is
 * for checks to say.
 *
 * Returns: %FALSE when it is none of them
 */
gboolean
attune_draft_set_value (AttuneDraft *self,
                        yyjson_val  *root,
                        const char  *text,
                        gsize        length)
{
  yyjson_val *messages = yyjson_obj_get (root, "messages");

  self->line = (AttuneText) { text, length };
  self->root = root;

  if (yyjson_is_arr (messages))
    {
      attune_draft_add_messages (self, messages, ATTUNE_PART_CONVERSATION);

      /* Together refuses a line that can be read in two ways. */
      if (yyjson_obj_size (root) > 1 &&
          (yyjson_obj_get (root, "prompt") != NULL || yyjson_obj_get (root, "text") != NULL))
        self->issues |= attune_issue_bit (ATTUNE_ISSUE_TWO_SHAPES);

      return TRUE;
    }

  if (set_preference (self, root) || set_completion (self, root))
    return TRUE;

  attune_draft_reset (self);

  return FALSE;
}

/**
 * attune_draft_add_messages:
 * @self: a draft
 * @messages: an array of messages as OpenAI writes them
 * @part: what they belong to
 *
 * Adds a turn for each; a message that is no object becomes a turn of nobody.
 */
void
attune_draft_add_messages (AttuneDraft *self,
                           yyjson_val  *messages,
                           AttunePart   part)
{
  guint index = self->turns->len;
  yyjson_arr_iter iter;
  yyjson_val *message;

  g_array_set_size (self->turns, index + yyjson_arr_size (messages));
  yyjson_arr_iter_init (messages, &iter);

  while ((message = yyjson_arr_iter_next (&iter)))
    set_message (self, attune_draft_get_turn (self, index++), message, part);
}

/**
 * attune_draft_add_turn:
 * @self: a draft
 * @role: who speaks
 * @part: what it belongs to
 * @text: (array length=length): what is said, UTF-8; not copied
 * @length: its length in bytes
 *
 * Returns: (transfer none): the turn, until the next one is added; the model learns it when the
 *   assistant says it
 */
AttuneDraftTurn *
attune_draft_add_turn (AttuneDraft *self,
                       AttuneRole   role,
                       AttunePart   part,
                       const char  *text,
                       gsize        length)
{
  AttuneDraftTurn *turn;

  g_array_set_size (self->turns, self->turns->len + 1);
  turn = attune_draft_get_turn (self, self->turns->len - 1);
  set_turn (turn, role, part, (AttuneText) { text, length });

  return turn;
}

/**
 * attune_draft_set_role:
 * @self: a draft
 * @index: which turn, from 0
 * @role: who says it after all
 */
void
attune_draft_set_role (AttuneDraft *self,
                       guint        index,
                       AttuneRole   role)
{
  AttuneDraftTurn *turn = attune_draft_get_turn (self, index);

  turn->role = role;
  turn->is_trained = role == ATTUNE_ROLE_ASSISTANT && !is_weight_zero (turn->message);
  turn->is_changed = TRUE;
  mark_changed (self);
}

/**
 * attune_draft_set_text:
 * @self: a draft
 * @index: which turn, from 0
 * @text: (array length=length): what is said after all, UTF-8; not copied
 * @length: its length in bytes
 */
void
attune_draft_set_text (AttuneDraft *self,
                       guint        index,
                       const char  *text,
                       gsize        length)
{
  AttuneDraftTurn *turn = attune_draft_get_turn (self, index);

  turn->text = (AttuneText) { text, length };
  turn->has_content = TRUE;
  turn->is_changed = TRUE;
  mark_changed (self);
}

/**
 * attune_draft_remove_turn:
 * @self: a draft
 * @index: which turn, from 0
 */
void
attune_draft_remove_turn (AttuneDraft *self,
                          guint        index)
{
  g_array_remove_index (self->turns, index);
  mark_changed (self);
}

/* The values of a document lie behind each other in memory, each container before what it contains
 * (yyjson, “Immutable value”): walking them needs no recursion, however deep they nest. */
static void
add_value (AttuneFingerprint *fingerprint,
           yyjson_val        *value)
{
  yyjson_val *end = unsafe_yyjson_get_next (value);

  for (; value < end; value++)
    {
      guint64 header[2] = { yyjson_get_type (value), 0 };

      if (yyjson_is_raw (value))
        attune_fingerprint_add (fingerprint, header, sizeof header);

      if (yyjson_is_str (value) || yyjson_is_raw (value))
        {
          attune_fingerprint_add (fingerprint, unsafe_yyjson_get_str (value),
                                  unsafe_yyjson_get_len (value));
          continue;
        }

      header[1] = yyjson_is_ctn (value) ? unsafe_yyjson_get_len (value) :
                  yyjson_is_num (value) ? value->uni.u64 : yyjson_get_subtype (value);
      attune_fingerprint_add (fingerprint, header, sizeof header);
    }
}

/* What the assistant may call, under its name of today or the older one. */
static yyjson_val *
find_tools (const AttuneDraft *self)
{
  yyjson_val *object = self->kind == ATTUNE_EXAMPLE_PREFERENCE
                       ? yyjson_obj_get (self->root, "input") : self->root;
  yyjson_val *tools = self->tools != NULL ? self->tools : yyjson_obj_get (object, "tools");

  return tools != NULL ? tools : yyjson_obj_get (object, "functions");
}

/**
 * attune_draft_get_fingerprint:
 * @self: a draft
 *
 * Returns: what two examples have in common that teach the same, however they are spaced, escaped,
 *   numbered, or mapped
 */
AttuneFingerprint
attune_draft_get_fingerprint (const AttuneDraft *self)
{
  AttuneFingerprint fingerprint = ATTUNE_FINGERPRINT_INIT;
  yyjson_val *tools = find_tools (self);

  for (guint i = 0; i < self->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (self, i);
      guint32 tag = self->kind | turn->part << 8 | turn->role << 16 | turn->is_trained << 24;

      attune_fingerprint_add_tagged (&fingerprint, tag, turn->text.bytes, turn->text.length);

      if (turn->says_other)
        add_value (&fingerprint, turn->message);
    }

  if (tools != NULL)
    add_value (&fingerprint, tools);

  return fingerprint;
}

static guint
find_last_trained (const AttuneDraft *self)
{
  guint i = self->turns->len;

  while (i > 0 && !attune_draft_get_turn (self, i - 1)->is_trained)
    i--;

  return i > 0 ? i - 1 : self->turns->len;
}

static AttuneText
trim (AttuneText text)
{
  while (text.length > 0 && g_ascii_isspace (text.bytes[text.length - 1]))
    text.length--;

  while (text.length > 0 && g_ascii_isspace (*text.bytes))
    text = (AttuneText) { text.bytes + 1, text.length - 1 };

  return text;
}

/**
 * attune_draft_hash_question:
 * @self: a draft
 *
 * Returns: a number that examples share which ask the same: everything that is said before the last
 *   answer, the system text and spaces around each turn aside. One that asks nothing shares it only
 *   with those that teach the same.
 */
guint64
attune_draft_hash_question (const AttuneDraft *self)
{
  AttuneFingerprint fingerprint = ATTUNE_FINGERPRINT_INIT;
  guint end = find_last_trained (self);
  gsize length = 0;

  for (guint i = 0; i < end; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (self, i);
      AttuneText text = trim (turn->text);
      guint8 role = turn->role;

      if (turn->part != ATTUNE_PART_CONVERSATION ||
          role == ATTUNE_ROLE_SYSTEM || role == ATTUNE_ROLE_DEVELOPER)
        continue;

      attune_fingerprint_add (&fingerprint, &role, sizeof role);
      attune_fingerprint_add (&fingerprint, text.bytes, text.length);
      length += text.length;
    }

  return length > 0 ? fingerprint.low : attune_draft_get_fingerprint (self).low;
}

/**
 * attune_draft_get_json:
 * @self: a draft without a problem
 * @length: (out): the length of the line
 *
 * Returns: (transfer none) (array length=length): the line of JSONL, without its end; valid until
 *   the draft changes
 */
const char *
attune_draft_get_json (AttuneDraft *self,
                       gsize       *length)
{
  /* What was one of many values of a document may stretch over several lines. */
  if (self->line.bytes != NULL && memchr (self->line.bytes, '\n', self->line.length) == NULL &&
      memchr (self->line.bytes, '\r', self->line.length) == NULL)
    {
      *length = self->line.length;
      return self->line.bytes;
    }

  clear_json (self);
  self->json = attune_draft_write_json (self, length);

  return self->json;
}
