/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-export"

#include "config.h"

#include "attune-atomic-file.h"
#include "attune-chat-export-private.h"

G_DEFINE_BOXED_TYPE (AttuneChatExportResult, attune_chat_export_result,
                     attune_chat_export_result_copy, attune_chat_export_result_free)

static char *
create_markdown (GPtrArray *records)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      if (i > 0)
        g_string_append (text, "---\n\n");

      attune_chat_export_append_markdown (text, records->pdata[i]);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
create_json (GPtrArray *records)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_string_value (builder, ATTUNE_CHAT_FILE_FORMAT);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, ATTUNE_CHAT_FILE_VERSION);
  json_builder_set_member_name (builder, "conversations");
  json_builder_begin_array (builder);

  for (guint i = 0; i < records->len; i++)
    attune_chat_export_append_json (builder, records->pdata[i]);

  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);

  return g_strconcat (text, "\n", NULL);
}

static char *
create_examples (GPtrArray              *records,
                 AttuneChatExportResult *result)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      guint n_examples = attune_chat_export_append_examples (text, records->pdata[i]);

      result->n_examples += n_examples;
      result->n_left_out += n_examples == 0;
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * attune_chat_export_write: (skip)
 * @records: (element-type AttuneChatRecord): what to write
 * @format: how
 * @path: where the file shall be; one that is there is replaced
 * @result: (out caller-allocates): what was written
 * @error: return location for an error
 *
 * Blocks.
 *
 * Returns: whether the file is there, whole
 */
gboolean
attune_chat_export_write (GPtrArray               *records,
                          AttuneChatExportFormat   format,
                          const char              *path,
                          AttuneChatExportResult  *result,
                          GError                 **error)
{
  g_autofree char *text = NULL;

  *result = (AttuneChatExportResult) { .n_conversations = records->len };

  switch (format)
    {
    case ATTUNE_CHAT_EXPORT_EXAMPLES:
      text = create_examples (records, result);
      break;

    case ATTUNE_CHAT_EXPORT_JSON:
      text = create_json (records);
      break;

    case ATTUNE_CHAT_EXPORT_MARKDOWN:
    default:
      text = create_markdown (records);
      break;
    }

  return attune_atomic_file_replace (path, text, strlen (text), error);
}

/**
 * attune_chat_export_result_copy: (skip)
 * @self: what was written
 *
 * Returns: (transfer full): the same
 */
AttuneChatExportResult *
attune_chat_export_result_copy (const AttuneChatExportResult *self)
{
  return g_memdup2 (self, sizeof *self);
}

/**
 * attune_chat_export_result_free: (skip)
 * @self: (transfer full): what was written
 */
void
attune_chat_export_result_free (AttuneChatExportResult *self)
{
  g_free (self);
}

/**
 * attune_chat_export_format_get_suffix:
 * @format: how conversations are written
 *
 * Returns: (transfer none): how the name of such a file ends
 */
const char *
attune_chat_export_format_get_suffix (AttuneChatExportFormat format)
{
  static const char * const suffixes[] = {
    [ATTUNE_CHAT_EXPORT_MARKDOWN] = ".md",
    [ATTUNE_CHAT_EXPORT_JSON] = ".json",
    [ATTUNE_CHAT_EXPORT_EXAMPLES] = ".jsonl",
  };

  g_return_val_if_fail ((gsize)format < G_N_ELEMENTS (suffixes), NULL);

  return suffixes[format];
}
