/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-export"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-chat-export-private.h"
#include "attune-tool-calls.h"

/* A name in a heading: one line, and nothing in it is markup. */
static void
append_plain (GString    *text,
              const char *name)
{
  for (const char *c = name; *c != '\0'; c++)
    {
      if (strchr ("\\`*_[]<>#", *c) != NULL)
        g_string_append_c (text, '\\');

      g_string_append_c (text, *c == '\n' || *c == '\r' ? ' ' : *c);
    }
}

/* A fence that is longer than any in the text. */
static void
append_fenced (GString    *text,
               const char *code)
{
  guint longest = 2;
  guint length = 0;

  for (const char *c = code; *c != '\0'; c++)
    {
      length = *c == '`' ? length + 1 : 0;
      longest = MAX (longest, length);
    }

  for (guint i = 0; i < longest + 1; i++)
    g_string_append_c (text, '`');

  g_string_append_printf (text, "\n%s\n", code);

  for (guint i = 0; i < longest + 1; i++)
    g_string_append_c (text, '`');

  g_string_append (text, "\n\n");
}

static void
append_quoted (GString    *text,
               const char *quotation)
{
  g_auto(GStrv) lines = g_strsplit (quotation, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "> %s\n", lines[i]);

  g_string_append_c (text, '\n');
}

static void
append_heading (GString    *text,
                const char *marks,
                const char *name)
{
  g_string_append (text, marks);
  append_plain (text, name);
  g_string_append (text, "\n\n");
}

static void
append_message (GString          *text,
                AttuneMessageRow *message)
{
  g_autofree char *tools = attune_tool_calls_dup_display (message->tool_calls);

  if (message->author == ATTUNE_MESSAGE_USER)
    append_heading (text, "## ", C_("author", "You"));
  else
    append_heading (text, "## ", message->model != NULL ? message->model : _("Model"));

  if (message->reasoning != NULL)
    append_quoted (text, message->reasoning);

  if (*message->content != '\0')
    g_string_append_printf (text, "%s\n\n", message->content);

  if (tools != NULL)
    append_fenced (text, tools);

  if (message->error_text != NULL)
    append_quoted (text, message->error_text);
}

/**
 * attune_chat_export_append_markdown: (skip)
 * @text: a text that grows
 * @record: a conversation
 *
 * Adds the branch that is shown: a heading for whoever speaks, and what was said as it is, since
 * models write Markdown.
 */
void
attune_chat_export_append_markdown (GString          *text,
                                    AttuneChatRecord *record)
{
  g_autoptr(GPtrArray) path = attune_chat_record_list_path (record);
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (record->row->updated_at);
  g_autofree char *day = date != NULL ? g_date_time_format (date, "%Y-%m-%d %H:%M") : NULL;

  append_heading (text, "# ", record->row->title != NULL ? record->row->title : _("New Chat"));
  append_plain (text, record->row->model);
  g_string_append_printf (text, " · %s\n\n", day != NULL ? day : "");

  if (record->row->system_text != NULL && *record->row->system_text != '\0')
    {
      append_heading (text, "## ", _("System Text"));
      g_string_append_printf (text, "%s\n\n", record->row->system_text);
    }

  for (guint i = 0; i < path->len; i++)
    append_message (text, path->pdata[i]);
}
