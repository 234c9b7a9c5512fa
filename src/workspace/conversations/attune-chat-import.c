/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-import"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-archive-member.h"
#include "attune-chat-export-private.h"
#include "attune-chat-import-private.h"
#include "attune-error.h"
#include "attune-source.h"

/* What ChatGPT calls the file with the conversations, among others in the ZIP file that it makes.
 * */
#define CHATGPT_MEMBER "conversations.json"

/* All of a file is in memory while it is read; what people said to each other is never this much.
 * */
#define MAX_FILE_BYTES (1024 * 1024 * 1024)

typedef AttuneChatRecord *(*ReadFunc) (yyjson_val *conversation);

G_DEFINE_BOXED_TYPE (AttuneChatImportResult, attune_chat_import_result,
                     attune_chat_import_result_copy, attune_chat_import_result_free)

static const AttuneArchiveMember *
find_member (AttuneSource *source)
{
  GPtrArray *members = attune_source_get_members (source);

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const AttuneArchiveMember *member = members->pdata[i];
      g_autofree char *name = g_path_get_basename (member->name);

      if (g_str_equal (name, CHATGPT_MEMBER))
        return member;
    }

  return NULL;
}

static AttuneSource *
open_source (const char    *path,
             GCancellable  *cancellable,
             GError       **error)
{
  AttuneSourceOptions options = { .limit = MAX_FILE_BYTES };
  g_autoptr(AttuneSource) source = NULL;
  const AttuneArchiveMember *member;

  source = attune_source_open_full (path, &options, NULL, NULL, cancellable, error);

  if (source == NULL || (member = find_member (source)) == NULL ||
      g_strcmp0 (attune_source_get_member (source), member->name) == 0)
    return g_steal_pointer (&source);

  options.member = member->name;

  return attune_source_open_full (path, &options, NULL, NULL, cancellable, error);
}

static yyjson_doc *
read_document (AttuneSource  *source,
               GError       **error)
{
  goffset length = attune_source_get_length (source);
  g_autofree char *text = NULL;
  yyjson_read_err problem;
  yyjson_doc *document;
  gssize n_read;

  if (length > MAX_FILE_BYTES || (text = g_try_malloc (length + 1)) == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("“%s” is too large for a file of chats. Export fewer of them at once."),
                        attune_source_get_display_name (source));
      return NULL;
    }

  if ((n_read = attune_source_read (source, 0, text, length, error)) < 0)
    return NULL;

  if ((document = yyjson_read_opts (text, n_read, YYJSON_READ_NOFLAG, NULL, &problem)) == NULL)
    attune_set_error (error, ATTUNE_ERROR_DATA, problem.msg,
                      _("“%s” is no JSON file, or is damaged. Choose a file that Attune or ChatGPT "
                        "has exported."),
                      attune_source_get_display_name (source));

  return document;
}

/* What the file is: ours says so, ChatGPT's is an array of conversations with a “mapping”. */
static yyjson_val *
find_conversations (yyjson_doc  *document,
                    const char  *display_name,
                    ReadFunc    *read,
                    GError     **error)
{
  yyjson_val *root = yyjson_doc_get_root (document);

  if (g_strcmp0 (attune_chat_import_get_text (root, "format"), ATTUNE_CHAT_FILE_FORMAT) == 0)
    {
      if (attune_chat_import_get_number (root, "version", 0) > ATTUNE_CHAT_FILE_VERSION)
        {
          attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                            _("“%s” was written by a newer version of Attune. Update Attune, and "
                              "import it then."), display_name);
          return NULL;
        }

      *read = attune_chat_import_read_attune;
      root = yyjson_obj_get (root, "conversations");
    }
  else
    {
      *read = attune_chat_import_read_chatgpt;

      if (yyjson_obj_get (yyjson_arr_get_first (root), "mapping") == NULL)
        root = NULL;
    }

  if (!yyjson_is_arr (root))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("There are no chats in “%s”. Choose a file that Attune or ChatGPT has "
                          "exported."), display_name);
      return NULL;
    }

  return root;
}

/**
 * attune_chat_import_read: (skip)
 * @path: a file that Attune or ChatGPT has exported, which may be in a ZIP file
 * @n_left_out: (out): how many conversations say nothing, or cannot be read
 * @cancellable: (nullable): cancelled when nobody wants it any more
 * @error: return location for %ATTUNE_ERROR_DATA or %ATTUNE_ERROR_STORAGE, a sentence
 *
 * Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type AttuneChatRecord): the conversations in it
 */
GPtrArray *
attune_chat_import_read (const char    *path,
                         guint         *n_left_out,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(AttuneSource) source = open_source (path, cancellable, error);
  yyjson_doc *document = source != NULL ? read_document (source, error) : NULL;
  yyjson_val *conversations = NULL;
  yyjson_arr_iter iter;
  yyjson_val *conversation;
  ReadFunc read;

  if (document != NULL)
    conversations = find_conversations (document, attune_source_get_display_name (source), &read,
                                        error);

  if (conversations == NULL)
    {
      yyjson_doc_free (document);
      return NULL;
    }

  records = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_chat_record_free);
  *n_left_out = 0;
  yyjson_arr_iter_init (conversations, &iter);

  while ((conversation = yyjson_arr_iter_next (&iter)) != NULL)
    {
      AttuneChatRecord *record = read (conversation);

      if (record != NULL)
        g_ptr_array_add (records, record);
      else
        *n_left_out += 1;
    }

  yyjson_doc_free (document);

  return g_steal_pointer (&records);
}

/**
 * attune_chat_import_get_text: (skip)
 * @object: (nullable): a JSON value
 * @member: the name of a member
 *
 * Returns: (transfer none) (nullable): what it holds, if that is a text that C can hold
 */
const char *
attune_chat_import_get_text (yyjson_val *object,
                             const char *member)
{
  yyjson_val *value = yyjson_obj_get (object, member);

  if (!yyjson_is_str (value) || strlen (yyjson_get_str (value)) != yyjson_get_len (value))
    return NULL;

  return yyjson_get_str (value);
}

/**
 * attune_chat_import_get_number: (skip)
 * @object: (nullable): a JSON value
 * @member: the name of a member
 * @fallback: what to take where it is no number
 *
 * Returns: what it holds, without what is behind the point
 */
gint64
attune_chat_import_get_number (yyjson_val *object,
                               const char *member,
                               gint64      fallback)
{
  yyjson_val *value = yyjson_obj_get (object, member);
  double number;

  if (!yyjson_is_num (value))
    return fallback;

  number = yyjson_get_num (value);

  return isfinite (number) && fabs (number) < 1e15 ? (gint64)number : fallback;
}

/**
 * attune_chat_import_result_copy: (skip)
 * @self: what came of a file
 *
 * Returns: (transfer full): the same
 */
AttuneChatImportResult *
attune_chat_import_result_copy (const AttuneChatImportResult *self)
{
  return g_memdup2 (self, sizeof *self);
}

/**
 * attune_chat_import_result_free: (skip)
 * @self: (transfer full): what came of a file
 */
void
attune_chat_import_result_free (AttuneChatImportResult *self)
{
  g_free (self);
}
