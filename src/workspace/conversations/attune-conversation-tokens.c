/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Counts what a model reads as it does, on a thread, and each text only once. */

#define G_LOG_DOMAIN "attune-conversation"

#include "config.h"

#include <string.h>

#include "attune-conversation-private.h"
#include "attune-local-tokens.h"
#include "attune-message-private.h"
#include "attune-thread.h"
#include "attune-token-counter.h"
#include "attune-workspace-offers.h"

/* A text to be counted, and what it is of. */
typedef struct
{
  AttuneMessage *message;     /* main thread only; NULL for one beside the messages … */
  guint          which;       /* … and which of these */
  char          *text;
  gsize          length;
  guint64        n_tokens;
} Item;

/* Shared by the fiber and the thread, which work one after the other. */
typedef struct
{
  AttuneConversation  *conversation;   /* main thread only */
  char                *text;
  const char          *scheme;
  AttuneTokenizer     *tokenizer;
  GArray              *items;          /* Item */
} Count;

static void
item_clear (gpointer data)
{
  Item *item = data;

  g_clear_object (&item->message);
  g_free (item->text);
}

static void
count_clear (gpointer data)
{
  Count *count = data;

  g_clear_pointer (&count->tokenizer, attune_tokenizer_unref);
  g_clear_pointer (&count->items, g_array_unref);
  g_free (count->text);
}

static void
count_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, count_clear);
}

/* The fiber's reference: what belongs to the main thread goes there. */
static void
count_end (gpointer data)
{
  Count *count = data;

  g_clear_object (&count->conversation);

  for (guint i = 0; i < count->items->len; i++)
    g_clear_object (&g_array_index (count->items, Item, i).message);

  count_unref (count);
}

static void
add_text (Count             *count,
          AttuneMessage     *message,
          guint              which,
          const char        *text,
          AttuneCountedText *counted)
{
  Item item = { .which = which };

  if (text == NULL)
    return;

  item.length = strlen (text);

  if (attune_counted_text_is_exact (counted, item.length, count->scheme))
    return;

  item.message = message != NULL ? g_object_ref (message) : NULL;
  item.text = g_strndup (text, item.length);
  g_array_append_val (count->items, item);
}

/* What has changed since it was counted last. */
static void
collect (Count *count)
{
  AttuneConversation *self = count->conversation;
  const char * const texts[] = {
    [ATTUNE_COUNTED_SYSTEM] = self->row->system_text,
    [ATTUNE_COUNTED_TYPED] = count->text,
  };
  GListModel *messages = G_LIST_MODEL (self->messages);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    add_text (count, NULL, i, texts[i], attune_conversation_get_counted (self, i, texts[i]));

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (messages, i);

      if (attune_message_get_state (message) != ATTUNE_MESSAGE_STREAMING)
        add_text (count, message, 0, attune_message_get_content (message),
                  attune_message_get_counted (message));
    }
}

/* What was written on meanwhile is no longer what was counted. */
static void
apply (Count *count)
{
  AttuneConversation *self = count->conversation;

  for (guint i = 0; i < count->items->len; i++)
    {
      const Item *item = &g_array_index (count->items, Item, i);
      AttuneCountedText *counted = &self->counted[item->which];
      const char *text = self->counted_texts[item->which];

      if (item->message != NULL)
        {
          counted = attune_message_get_counted (item->message);
          text = attune_message_get_content (item->message);
        }

      if (g_strcmp0 (text, item->text) == 0)
        attune_counted_text_set (counted, item->length, count->scheme, item->n_tokens);
    }
}

static gboolean
count_encoded (Count   *count,
               GError **error)
{
  g_autoptr(AttuneTokenCounter) counter = NULL;

  if (count->tokenizer == NULL &&
      !(count->tokenizer = attune_tokenizer_load (attune_token_encoding_from_name (count->scheme),
                                                  error)))
    return FALSE;

  counter = attune_token_counter_new (count->tokenizer);

  for (guint i = 0; i < count->items->len; i++)
    {
      Item *item = &g_array_index (count->items, Item, i);

      item->n_tokens = attune_token_counter_count (counter, item->text, item->length);
    }

  return TRUE;
}

static gboolean
count_local (Count   *count,
             GError **error)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();
  g_autofree guint64 *counts = g_new0 (guint64, count->items->len);

  for (guint i = 0; i < count->items->len; i++)
    g_ptr_array_add (texts, g_array_index (count->items, Item, i).text);

  if (!attune_local_tokens_count (count->scheme, texts, counts, error))
    return FALSE;

  for (guint i = 0; i < count->items->len; i++)
    g_array_index (count->items, Item, i).n_tokens = counts[i];

  return TRUE;
}

static DexFuture *
attune_conversation_count_thread (gpointer user_data)
{
  Count *count = user_data;
  GError *error = NULL;

  if (!(attune_local_tokens_is_scheme (count->scheme) ? count_local (count, &error)
                                                      : count_encoded (count, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static DexFuture *
attune_conversation_count_fiber (gpointer user_data)
{
  Count *count = user_data;
  AttuneConversation *self = count->conversation;
  g_autoptr(GError) error = NULL;

  collect (count);

  if (count->items->len == 0)
    return dex_future_new_for_boolean (TRUE);

  if (!dex_await (attune_thread_spawn ("attune-count", attune_conversation_count_thread,
                                       g_atomic_rc_box_acquire (count), count_unref), &error))
    {
      g_info ("Tokens are estimated: %s", error->message);
      return dex_future_new_for_boolean (FALSE);
    }

  /* The tables are kept as long as something is written here. */
  if (self->tokenizer == NULL && count->tokenizer != NULL)
    self->tokenizer = attune_tokenizer_ref (count->tokenizer);

  apply (count);

  return dex_future_new_for_boolean (TRUE);
}

/* What is tuned here has the vocabulary of what it was tuned from. The file of the model that is
 * built in has its version in its name. */
static const char *
find_local (AttuneWorkspace *workspace,
            const char      *model)
{
  static const char * const endings[] = { ".gguf", "-1.gguf" };
  g_autofree char *folder = attune_workspace_dup_models_dir (workspace);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (model, endings[i], NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (strchr (model, G_DIR_SEPARATOR) == NULL && g_file_test (path, G_FILE_TEST_EXISTS))
        return g_intern_string (path);
    }

  return NULL;
}

/**
 * attune_conversation_get_scheme:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): how its model cuts text into tokens, interned: the name of
 *   an encoding of OpenAI’s, or the file of a model on this computer; %NULL where it is not known
 */
const char *
attune_conversation_get_scheme (AttuneConversation *self)
{
  g_autoptr(AttuneWorkspace) workspace = g_weak_ref_get (&self->workspace);
  AttuneModel *model = NULL;
  const char *base = self->row->model;
  AttuneTokenEncoding encoding;
  gboolean is_known;

  if (workspace == NULL)
    return NULL;

  model = attune_workspace_find_model (workspace, self->row->account_id, self->row->model);

  if (model != NULL && attune_model_get_base_model (model) != NULL)
    base = attune_model_get_base_model (model);

  if (g_str_equal (self->row->account_id, ATTUNE_PROFILE_LOCAL_ID))
    return find_local (workspace, base);

  encoding = attune_token_encoding_for_model (base, &is_known);

  return is_known ? g_intern_string (attune_token_encoding_get_name (encoding)) : NULL;
}

/**
 * attune_conversation_count_tokens:
 * @self: a conversation whose messages are loaded
 * @text: (nullable): what the person is about to say
 *
 * Counts what is not counted yet as its model does, on a thread; attune_conversation_measure() goes
 * by that then, for the same @text. Cancelled by dropping a future that awaits it.
 *
 * Returns: (transfer full): a future that resolves to a boolean: %FALSE where it can only be
 *   estimated, since it is not known how the model counts, or its list of tokens is not here
 */
DexFuture *
attune_conversation_count_tokens (AttuneConversation *self,
                                  const char         *text)
{
  const char *scheme;
  Count *count;

  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (self));

  scheme = attune_conversation_get_scheme (self);

  if (scheme == NULL)
    return dex_future_new_for_boolean (FALSE);

  if (self->tokenizer != NULL && attune_tokenizer_get_encoding (self->tokenizer) !=
                                 attune_token_encoding_from_name (scheme))
    g_clear_pointer (&self->tokenizer, attune_tokenizer_unref);

  count = g_atomic_rc_box_new0 (Count);
  count->conversation = g_object_ref (self);
  count->text = g_strdup (text);
  count->scheme = scheme;
  count->tokenizer = self->tokenizer != NULL ? attune_tokenizer_ref (self->tokenizer) : NULL;
  count->items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (count->items, item_clear);

  return dex_scheduler_spawn (NULL, 0, attune_conversation_count_fiber, count, count_end);
}
