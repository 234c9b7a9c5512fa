/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-file"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-archive-member.h"
#include "attune-chat-export-private.h"
#include "attune-chat-file.h"
#include "attune-chat-import-private.h"
#include "attune-chat-splitter.h"
#include "attune-error.h"
#include "attune-source.h"

/* What ChatGPT calls the file with the conversations, among others in its ZIP file. */
#define CHATGPT_MEMBER "conversations.json"

/* What people said to each other is never this much. */
#define MAX_FILE_BYTES (1024 * 1024 * 1024)

#define BLOCK_SIZE (1024 * 1024)

typedef AttuneChatRecord *(*ReadFunc) (yyjson_val *conversation);

struct _AttuneChatFile
{
  AttuneSource *source;
  GArray       *spans;       /* AttuneChatSpan */
  ReadFunc      read;
};

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

static gboolean
split (AttuneChatFile      *self,
       AttuneChatSplitter  *splitter,
       GCancellable        *cancellable,
       GError             **error)
{
  goffset length = attune_source_get_length (self->source);
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  gssize n_read;

  for (goffset at = 0; at < length; at += n_read)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          (n_read = attune_source_read (self->source, at, block, MIN (BLOCK_SIZE, length - at),
                                        error)) < 0)
        return FALSE;

      if (n_read == 0)
        break;

      attune_chat_splitter_feed (splitter, block, (gsize)n_read);
    }

  return TRUE;
}

static yyjson_doc *
parse_span (AttuneChatFile        *self,
            const AttuneChatSpan  *span,
            GError               **error)
{
  gsize length = (gsize)(span->end - span->start);
  g_autofree char *text = g_malloc (length);
  gssize n_read = attune_source_read (self->source, span->start, text, length, error);

  return n_read >= 0 ? yyjson_read (text, (gsize)n_read, YYJSON_READ_NOFLAG) : NULL;
}

/* Only ChatGPT’s conversations have a “mapping”. */
static gboolean
is_chatgpt (AttuneChatFile *self)
{
  yyjson_doc *first = NULL;
  gboolean has_mapping;

  if (self->spans->len > 0)
    first = parse_span (self, &g_array_index (self->spans, AttuneChatSpan, 0), NULL);

  has_mapping = yyjson_obj_get (yyjson_doc_get_root (first), "mapping") != NULL;
  yyjson_doc_free (first);

  return has_mapping;
}

/* What the file is: ours says so, ChatGPT's is an array of conversations. */
static gboolean
recognize (AttuneChatFile  *self,
           const char      *frame,
           GError         **error)
{
  const char *name = attune_source_get_display_name (self->source);
  yyjson_doc *document = yyjson_read (frame, strlen (frame), YYJSON_READ_NOFLAG);
  yyjson_val *root = yyjson_doc_get_root (document);
  const char *format = attune_chat_import_get_text (root, "format");
  gboolean is_ours = g_strcmp0 (format, ATTUNE_CHAT_FILE_FORMAT) == 0;
  gint64 version = attune_chat_import_get_number (root, "version", 0);
  gboolean has_list = yyjson_is_arr (yyjson_obj_get (root, "conversations"));

  if (document == NULL)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      _("“%s” is no JSON file, or is damaged. Choose a file that Attune or ChatGPT "
                        "has exported."), name);
  else if (is_ours && version > ATTUNE_CHAT_FILE_VERSION)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      _("“%s” was written by a newer version of Attune. Update Attune, and "
                        "import it then."), name);
  else if (is_ours && has_list)
    self->read = attune_chat_import_read_attune;
  else if (yyjson_is_arr (root) && is_chatgpt (self))
    self->read = attune_chat_import_read_chatgpt;
  else
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      _("There are no chats in “%s”. Choose a file that Attune or ChatGPT has "
                        "exported."), name);

  yyjson_doc_free (document);

  return self->read != NULL;
}

/**
 * attune_chat_file_open: (skip)
 * @path: a file that Attune or ChatGPT has exported, which may be in a ZIP file
 * @cancellable: (nullable): cancelled when nobody wants it any more
 * @error: return location for %ATTUNE_ERROR_DATA or %ATTUNE_ERROR_STORAGE, a sentence
 *
 * Looks through the file for where each conversation is. Blocks.
 *
 * Returns: (transfer full) (nullable): the file
 */
AttuneChatFile *
attune_chat_file_open (const char    *path,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(AttuneChatFile) self = g_new0 (AttuneChatFile, 1);
  g_autoptr(AttuneChatSplitter) splitter = attune_chat_splitter_new ();

  if (!(self->source = open_source (path, cancellable, error)) ||
      !split (self, splitter, cancellable, error))
    return NULL;

  self->spans = attune_chat_splitter_dup_spans (splitter);

  /* What is no document has no frame that is one either. */
  return recognize (self, attune_chat_splitter_is_whole (splitter)
                          ? attune_chat_splitter_get_frame (splitter) : "", error)
         ? g_steal_pointer (&self)
         : NULL;
}

/**
 * attune_chat_file_free: (skip)
 * @self: (transfer full): a file
 */
void
attune_chat_file_free (AttuneChatFile *self)
{
  g_clear_object (&self->source);
  g_clear_pointer (&self->spans, g_array_unref);
  g_free (self);
}

/**
 * attune_chat_file_get_n: (skip)
 * @self: a file
 *
 * Returns: how many conversations are in it
 */
guint
attune_chat_file_get_n (AttuneChatFile *self)
{
  return self->spans->len;
}

/**
 * attune_chat_file_get_size: (skip)
 * @self: a file
 * @index: which of its conversations, from 0
 *
 * Returns: how many bytes it takes
 */
goffset
attune_chat_file_get_size (AttuneChatFile *self,
                           guint           index)
{
  const AttuneChatSpan *span = &g_array_index (self->spans, AttuneChatSpan, index);

  return span->end - span->start;
}

/**
 * attune_chat_file_read: (skip)
 * @self: a file
 * @index: which of its conversations, from 0
 * @record: (out) (transfer full) (nullable): the conversation; %NULL when it says nothing, or is
 *   damaged
 * @error: return location for %ATTUNE_ERROR_STORAGE
 *
 * Blocks.
 *
 * Returns: whether the file could be read
 */
gboolean
attune_chat_file_read (AttuneChatFile    *self,
                       guint              index,
                       AttuneChatRecord **record,
                       GError           **error)
{
  g_autoptr(GError) local_error = NULL;
  yyjson_doc *document = parse_span (self, &g_array_index (self->spans, AttuneChatSpan, index),
                                     &local_error);

  *record = document != NULL ? self->read (yyjson_doc_get_root (document)) : NULL;
  yyjson_doc_free (document);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}
