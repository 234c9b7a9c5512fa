/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-chat-search"

#include "config.h"

#include "attune-text-query.h"
#include "chat-fixture.h"

static AttuneSearchResult *
search (ChatFixture *f,
        const char  *query)
{
  AttuneSearchResult *result = NULL;

  attune_test_resolve (attune_workspace_search_conversations (f->workspace, query),
                       result = g_value_dup_boxed (value_));

  return result;
}

/* Titles and snippets of what is found, joined by " / ". */
static void
check_hits (ChatFixture *f,
            const char  *query,
            const char  *snippets)
{
  g_autoptr(AttuneSearchResult) result = search (f, query);
  g_autoptr(GString) all = g_string_new (NULL);

  for (guint i = 0; i < result->hits->len; i++)
    g_string_append_printf (all, "%s%s", i > 0 ? " / " : "",
                            attune_search_hit_get_snippet (result->hits->pdata[i]));

  g_assert_cmpstr (all->str, ==, snippets);
  g_assert_false (result->is_partial);
}

static void
test_words (ChatFixture   *f,
            gconstpointer  data)
{
  attune_test_run (attune_conversation_set_title (f->conversation, "Colours"));
  chat_fixture_answer (f, "Is the sky blue?", "Yes, Blue as the sea; “100%_sure”");
  chat_fixture_answer (f, "Grün und Straße?", "ГОЛУБОЙ 🦕");

  check_hits (f, "blue", "Yes, Blue as the sea; “100%_sure” / Is the sky blue?");
  check_hits (f, "SEA blue", "Yes, Blue as the sea; “100%_sure”");
  check_hits (f, "sea sky", "");
  check_hits (f, "colours", "Colours");
  check_hits (f, "grün", "Grün und Straße?");
  check_hits (f, "straße", "Grün und Straße?");
  check_hits (f, "голубой", "ГОЛУБОЙ 🦕");
  check_hits (f, "🦕", "ГОЛУБОЙ 🦕");

  /* What means something to the database means nothing to people. */
  check_hits (f, "%", "Yes, Blue as the sea; “100%_sure”");
  check_hits (f, "100%_s", "Yes, Blue as the sea; “100%_sure”");
  check_hits (f, "blue OR sky", "");
  check_hits (f, "blu*", "");
  check_hits (f, "\"", "");
  check_hits (f, "content:blue", "");
  check_hits (f, "'; DROP TABLE messages; --", "");
  check_hits (f, "", "");
  check_hits (f, " \n\t ", "");
}

/* Words of Chinese are one or two characters long. */
static void
test_chinese (ChatFixture   *f,
              gconstpointer  data)
{
  chat_fixture_answer (f, "天空是什么颜色？", "天空是蓝色");
  chat_fixture_answer (f, "海", "也是蓝");

  check_hits (f, "天空", "天空是什么颜色？ / 天空是蓝色 / 天空是什么颜色？");
  check_hits (f, "蓝色", "天空是蓝色");
  check_hits (f, "蓝", "也是蓝 / 天空是蓝色");
  check_hits (f, "海", "海");
  check_hits (f, "什么颜色", "天空是什么颜色？ / 天空是什么颜色？");
  check_hits (f, "空是蓝色", "天空是蓝色");
  check_hits (f, "色 天", "天空是什么颜色？ / 天空是蓝色 / 天空是什么颜色？");
  check_hits (f, "绿", "");
}

/* A hit leads to its place, in whichever branch; what is deleted is not found. */
static void
test_place (ChatFixture   *f,
            gconstpointer  data)
{
  g_autoptr(AttuneSearchResult) result = NULL;
  g_autoptr(AttuneMessage) question = NULL;
  AttuneSearchHit *hit;
  const AttuneTextRange *ranges;
  guint n_ranges;
  const char *snippet;

  attune_test_run (attune_conversation_set_title (f->conversation, "Title"));
  chat_fixture_answer (f, "One?", "An answer with\nzebras in it, many zebras");
  question = g_object_ref (chat_fixture_get_message (f, 0));
  chat_fixture_reply (f, attune_conversation_edit (f->conversation, question, "Two?"), "Nothing");
  chat_fixture_check_branch (f, "Two? > Nothing");

  result = search (f, "ZEBRAS");
  g_assert_cmpuint (result->hits->len, ==, 1);
  hit = result->hits->pdata[0];
  g_assert_cmpstr (attune_search_hit_get_conversation_id (hit), ==,
                   attune_conversation_get_id (f->conversation));
  snippet = attune_search_hit_get_snippet (hit);
  g_assert_cmpstr (snippet, ==, "An answer with zebras in it, many zebras");
  ranges = attune_search_hit_get_ranges (hit, &n_ranges);
  g_assert_cmpuint (n_ranges, ==, 2);
  g_assert_true (g_str_has_prefix (snippet + ranges[0].start, "zebras in"));
  g_assert_cmpuint (ranges[0].end - ranges[0].start, ==, strlen ("zebras"));
  g_assert_cmpstr (snippet + ranges[1].start, ==, "zebras");
  attune_test_run (attune_conversation_show_message (f->conversation,
                                                     attune_search_hit_get_message_id (hit)));
  chat_fixture_check_branch (f, "One? > An answer with\nzebras in it, many zebras");

  attune_test_run (attune_conversation_delete_message (f->conversation, question));
  check_hits (f, "zebras", "");
  attune_test_run (attune_conversation_restore_message (f->conversation, question));
  check_hits (f, "zebras", snippet);
  attune_test_run (attune_workspace_delete_conversation (f->workspace, f->conversation));
  check_hits (f, "zebras", "");
  check_hits (f, "title", "");
}

/* What still grows is found when it has ended. */
static void
test_streaming (ChatFixture   *f,
                gconstpointer  data)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, "Tell");

  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "elephant");
  chat_fixture_wait_for_content (f, 1, "elephant");
  provider_chat_break (f->provider);
  attune_test_wait (sending, NULL);
  check_hits (f, "elephant", "elephant");
}

static void
test_ranges (void)
{
  static const char text[] = "Ab ab\nabab 蓝色蓝";
  g_autoptr(AttuneTextQuery) query = attune_text_query_new ("AB 蓝");
  g_autoptr(GArray) ranges = attune_text_query_list_ranges (query, text);
  static const AttuneTextRange wanted[] = { { 0, 2 }, { 3, 5 }, { 6, 10 }, { 11, 14 }, { 17, 20 } };

  g_assert_cmpmem (ranges->data, ranges->len * sizeof (AttuneTextRange), wanted, sizeof wanted);
}

/* A long text is cut around what was found, at characters. */
static void
test_snippet (void)
{
  g_autoptr(AttuneTextQuery) query = attune_text_query_new ("needle");
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *snippet = NULL;
  g_autoptr(GArray) ranges = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "蓝\r\n");

  g_string_append (text, "Needle");

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "绿");

  snippet = attune_text_query_dup_snippet (query, text->str, &ranges);
  g_assert_true (g_utf8_validate (snippet, -1, NULL));
  g_assert_null (strpbrk (snippet, "\r\n"));
  g_assert_cmpint (g_utf8_strlen (snippet, -1), <, 220);
  g_assert_cmpuint (ranges->len, ==, 1);
  g_assert_true (g_str_has_prefix (snippet + g_array_index (ranges, AttuneTextRange, 0).start,
                                   "Needle绿"));
}

/* Who types on wants nothing more of what was asked before. */
static void
test_cancel (ChatFixture   *f,
             gconstpointer  data)
{
  DexFuture *searching;

  chat_fixture_answer (f, "One?", "1");
  searching = dex_future_first (attune_workspace_search_conversations (f->workspace, "One"), NULL);
  dex_clear (&searching);
  check_hits (f, "One", "One? / One?");
}

#define ADD(name, func) \
  g_test_add ("/Attune/ChatSearch/" name, ChatFixture, NULL, \
              chat_fixture_set_up, func, chat_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("words", test_words);
  ADD ("chinese", test_chinese);
  ADD ("place", test_place);
  ADD ("streaming", test_streaming);
  ADD ("cancel", test_cancel);
  g_test_add_func ("/Attune/ChatSearch/ranges", test_ranges);
  g_test_add_func ("/Attune/ChatSearch/snippet", test_snippet);

  return g_test_run ();
}
