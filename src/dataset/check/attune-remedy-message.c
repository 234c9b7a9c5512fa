/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-remedy"

#include "config.h"

#include <string.h>

#include "attune-form.h"
#include "attune-json-number.h"
#include "attune-remedy-private.h"

/* Of anything that yyjson puts into memory. */
#define ALIGNMENT 16

/* How the speakers are called elsewhere, in lower case: in ShareGPT and other collections, in other
 * programs, and in Chinese. */
static const struct
{
  const char *name;
  AttuneRole  role;
} aliases[] = {
  { "system", ATTUNE_ROLE_SYSTEM }, { "system_prompt", ATTUNE_ROLE_SYSTEM },
  { "instruction", ATTUNE_ROLE_SYSTEM }, { "系统", ATTUNE_ROLE_SYSTEM },
  { "developer", ATTUNE_ROLE_DEVELOPER },
  { "user", ATTUNE_ROLE_USER }, { "human", ATTUNE_ROLE_USER }, { "prompter", ATTUNE_ROLE_USER },
  { "question", ATTUNE_ROLE_USER }, { "customer", ATTUNE_ROLE_USER },
  { "client", ATTUNE_ROLE_USER }, { "patient", ATTUNE_ROLE_USER }, { "input", ATTUNE_ROLE_USER },
  { "用户", ATTUNE_ROLE_USER }, { "提问者", ATTUNE_ROLE_USER }, { "问", ATTUNE_ROLE_USER },
  { "患者", ATTUNE_ROLE_USER }, { "病人", ATTUNE_ROLE_USER }, { "来访者", ATTUNE_ROLE_USER },
  { "客户", ATTUNE_ROLE_USER },
  { "assistant", ATTUNE_ROLE_ASSISTANT }, { "gpt", ATTUNE_ROLE_ASSISTANT },
  { "chatgpt", ATTUNE_ROLE_ASSISTANT }, { "bot", ATTUNE_ROLE_ASSISTANT },
  { "chatbot", ATTUNE_ROLE_ASSISTANT }, { "ai", ATTUNE_ROLE_ASSISTANT },
  { "model", ATTUNE_ROLE_ASSISTANT }, { "agent", ATTUNE_ROLE_ASSISTANT },
  { "answer", ATTUNE_ROLE_ASSISTANT }, { "output", ATTUNE_ROLE_ASSISTANT },
  { "doctor", ATTUNE_ROLE_ASSISTANT }, { "bing", ATTUNE_ROLE_ASSISTANT },
  { "bard", ATTUNE_ROLE_ASSISTANT }, { "claude", ATTUNE_ROLE_ASSISTANT },
  { "助手", ATTUNE_ROLE_ASSISTANT }, { "助理", ATTUNE_ROLE_ASSISTANT },
  { "机器人", ATTUNE_ROLE_ASSISTANT }, { "答", ATTUNE_ROLE_ASSISTANT },
  { "医生", ATTUNE_ROLE_ASSISTANT }, { "咨询师", ATTUNE_ROLE_ASSISTANT },
  { "客服", ATTUNE_ROLE_ASSISTANT },
  { "tool", ATTUNE_ROLE_TOOL }, { "observation", ATTUNE_ROLE_TOOL },
  { "ipython", ATTUNE_ROLE_TOOL }, { "function_response", ATTUNE_ROLE_TOOL },
  { "tool_response", ATTUNE_ROLE_TOOL },
};

static AttuneRole
find_role (yyjson_val *name)
{
  g_autofree char *lower = NULL;

  if (!yyjson_is_str (name))
    return ATTUNE_ROLE_UNKNOWN;

  lower = g_strstrip (g_ascii_strdown (yyjson_get_str (name), -1));

  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (aliases[i].name, lower) == 0)
      return aliases[i].role;

  return ATTUNE_ROLE_UNKNOWN;
}

static gboolean
map_role (AttuneDraft *draft,
          guint        index)
{
  const AttuneDraftTurn *turn = attune_draft_get_turn (draft, index);
  AttuneRole role;

  if (turn->role != ATTUNE_ROLE_UNKNOWN)
    return FALSE;

  role = find_role (yyjson_obj_get (turn->message, "role"));

  if (role == ATTUNE_ROLE_UNKNOWN)
    return FALSE;

  attune_draft_set_role (draft, index, role);

  return TRUE;
}

/* Reads a weight that is written as a number, a text or a truth; FALSE: it is none of these. */
static gboolean
read_weight (yyjson_val *value,
             double     *weight)
{
  if (attune_json_number_get (value, weight))
    return TRUE;

  if (yyjson_is_bool (value))
    *weight = yyjson_get_bool (value);
  else if (yyjson_is_str (value) && yyjson_get_len (value) > 0)
    *weight = g_ascii_strtod (yyjson_get_str (value), NULL);
  else
    return FALSE;

  return TRUE;
}

static gboolean
is_bad_weight (yyjson_val *value)
{
  return value != NULL && !yyjson_is_null (value) && !attune_json_number_is (value, 0.0) &&
         !attune_json_number_is (value, 1.0);
}

static gboolean
is_removed (guint64     remedies,
            yyjson_val *name)
{
  return (remedies & attune_remedy_bit (ATTUNE_REMEDY_REMOVE_MEMBERS)) != 0 &&
         !attune_form_is_known_member (yyjson_get_str (name));
}

static gboolean
is_rounded (guint64     remedies,
            yyjson_val *name,
            yyjson_val *value)
{
  return (remedies & attune_remedy_bit (ATTUNE_REMEDY_ROUND_WEIGHTS)) != 0 &&
         yyjson_equals_str (name, "weight") && is_bad_weight (value);
}

static gboolean
needs_rewriting (guint64     remedies,
                 yyjson_val *message)
{
  yyjson_obj_iter iter;
  yyjson_val *name;

  yyjson_obj_iter_init (message, &iter);

  while ((name = yyjson_obj_iter_next (&iter)))
    if (is_removed (remedies, name) || is_rounded (remedies, name, yyjson_obj_iter_get_val (name)))
      return TRUE;

  return FALSE;
}

/* What the draft gives is for texts, and begins anywhere. */
static void *
alloc_in_draft (void   *ctx,
                size_t  size)
{
  char *memory = attune_draft_alloc (ctx, size + ALIGNMENT - 1);

  return memory + (-(guintptr)memory & (ALIGNMENT - 1));
}

static void *
realloc_in_draft (void   *ctx,
                  void   *memory,
                  size_t  old_size,
                  size_t  size)
{
  void *copy = alloc_in_draft (ctx, size);

  return memcpy (copy, memory, MIN (old_size, size));
}

/* The draft gives it up with everything else. */
static void
free_in_draft (void *ctx,
               void *memory)
{
}

static yyjson_val *
rewrite_message (guint64      remedies,
                 AttuneDraft *draft,
                 yyjson_val  *message)
{
  const yyjson_alc in_draft = { alloc_in_draft, realloc_in_draft, free_in_draft, draft };
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *copy = yyjson_mut_obj (document);
  yyjson_doc *result;
  yyjson_obj_iter iter;
  yyjson_val *name;

  yyjson_mut_doc_set_root (document, copy);
  yyjson_obj_iter_init (message, &iter);

  while ((name = yyjson_obj_iter_next (&iter)))
    {
      yyjson_val *value = yyjson_obj_iter_get_val (name);
      double weight;

      if (is_removed (remedies, name))
        continue;

      if (!is_rounded (remedies, name, value))
        yyjson_mut_obj_add (copy, yyjson_val_mut_copy (document, name),
                            yyjson_val_mut_copy (document, value));
      else if (read_weight (value, &weight))
        yyjson_mut_obj_add_int (document, copy, "weight", weight >= 0.5);
    }

  result = yyjson_mut_doc_imut_copy (document, &in_draft);
  yyjson_mut_doc_free (document);

  return yyjson_doc_get_root (result);
}

static gboolean
mend_message (guint64      remedies,
              AttuneDraft *draft,
              guint        index)
{
  AttuneDraftTurn *turn = attune_draft_get_turn (draft, index);
  gboolean is_trained = turn->is_trained;

  if (!needs_rewriting (remedies, turn->message))
    return FALSE;

  turn->message = rewrite_message (remedies, draft, turn->message);

  /* This also tells the draft that its line is no longer what it was. */
  attune_draft_set_role (draft, index, turn->role);

  /* In a preference, the part decides what is learned. */
  if (draft->kind == ATTUNE_EXAMPLE_PREFERENCE)
    turn->is_trained = is_trained;

  return TRUE;
}

/* Mends what messages have beside their texts: who speaks, and other members. */
gboolean
attune_remedies_mend_messages (guint64      remedies,
                               AttuneDraft *draft)
{
  gboolean has_roles = (remedies & attune_remedy_bit (ATTUNE_REMEDY_MAP_ROLES)) != 0;
  gboolean is_changed = FALSE;

  for (guint i = 0; i < draft->turns->len; i++)
    {
      is_changed |= has_roles && map_role (draft, i);
      is_changed |= mend_message (remedies, draft, i);
    }

  return is_changed;
}
