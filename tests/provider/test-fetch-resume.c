/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "attune-fetch-file.h"
#include "attune-test-fetch.h"

/* A download that can be gone on with, at a server that does what servers and networks do. */

#define TEXT "All work and no play makes Jack a dull boy.\n"   /* 44 bytes */
#define FIRST "All work and "
#define REST "no play makes Jack a dull boy.\n"
#define SIZE "44"
#define OFFSET "13"
#define LAST "43"

#define HALF_AN_ANSWER \
  "HTTP/1.1 200 OK\r\nContent-Length: " SIZE "\r\nETag: \"one\"\r\n\r\n" FIRST
#define OTHER_HALF \
  "HTTP/1.1 206 Partial Content\r\nContent-Length: 31\r\nETag: \"one\"\r\n" \
  "Content-Range: bytes " OFFSET "-" LAST "/" SIZE "\r\n\r\n" REST

/* Raw, since a SoupServer makes a part of every answer of which one was asked for. */
#define ALL_OF_IT \
  "HTTP/1.1 200 OK\r\nContent-Length: " SIZE "\r\nETag: \"two\"\r\n\r\n" TEXT

static void
set_up (FetchFixture  *f,
        gconstpointer  data)
{
  fetch_begin (f, "model.gguf", TEXT, TRUE);
}

static void
tear_down (FetchFixture  *f,
           gconstpointer  data)
{
  fetch_end (f);
}

static guint64
peek (FetchFixture *f)
{
  return attune_fetch_file_peek_part (f->path, f->sha256);
}

/* A part, as one that was killed leaves it. */
static void
leave_part (FetchFixture *f,
            const char   *text,
            const char   *sha256,
            const char   *validator)
{
  g_autofree char *note = g_strdup_printf ("{\"sha256\":\"%s\",\"validator\":%s}", sha256, validator);

  g_assert_true (g_file_set_contents (f->part, text, -1, NULL));
  g_assert_true (g_file_set_contents (f->note, note, -1, NULL));
}

static void
assert_asked (FetchFixture *f,
              guint         i,
              const char   *range,
              const char   *if_range)
{
  g_assert_cmpstr (peer_get (f->peer, i)->range, ==, range);
  g_assert_cmpstr (peer_get (f->peer, i)->if_range, ==, if_range);
}

/* It goes on by itself, with the bytes that are missing. */
static void
test_drops (FetchFixture  *f,
            gconstpointer  data)
{
  peer_answer_raw (f->peer, HALF_AN_ANSWER);
  peer_answer_raw (f->peer, "HTTP/1.1 206 Partial Content\r\nContent-Length: 31\r\nETag: \"one\"\r\n"
                            "Content-Range: bytes " OFFSET "-" LAST "/" SIZE "\r\n\r\nno pl");
  peer_answer_raw (f->peer, "HTTP/1.1 206 Partial Content\r\nContent-Length: 26\r\nETag: \"one\"\r\n"
                            "Content-Range: bytes 18-" LAST "/" SIZE "\r\n\r\nay makes Jack a dull boy.\n");
  fetch_assert_works (f);
  assert_asked (f, 0, NULL, NULL);
  assert_asked (f, 1, "bytes=" OFFSET "-", "\"one\"");
  assert_asked (f, 2, "bytes=18-", "\"one\"");
}

/* Where nothing more comes, it stops, keeps what it has, and goes on when the person says so. */
static void
test_stops_and_goes_on (FetchFixture  *f,
                        gconstpointer  data)
{
  peer_answer_raw (f->peer, HALF_AN_ANSWER);
  peer_answer_raw (f->peer, "");
  fetch_assert_fails (f, ATTUNE_ERROR_NETWORK, "the internet");
  g_assert_cmpuint (peek (f), ==, strlen (FIRST));
  g_assert_cmpuint (peer_count (f->peer), ==, 2);

  peer_answer_raw (f->peer, OTHER_HALF);
  fetch_assert_works (f);
  g_assert_cmpuint (peek (f), ==, 0);
}

/* As after a kill -9. */
static void
test_killed (FetchFixture  *f,
             gconstpointer  data)
{
  leave_part (f, FIRST, f->sha256, "\"Mon, 01 Jun 2026 00:00:00 GMT\"");
  g_assert_cmpuint (peek (f), ==, strlen (FIRST));
  peer_answer_raw (f->peer, OTHER_HALF);
  fetch_assert_works (f);
  assert_asked (f, 0, "bytes=" OFFSET "-", "Mon, 01 Jun 2026 00:00:00 GMT");
}

/* After the last byte, before the file had its name: nobody is asked. */
static void
test_killed_at_the_end (FetchFixture  *f,
                        gconstpointer  data)
{
  leave_part (f, TEXT, f->sha256, "null");
  f->done = f->size;
  fetch_assert_works (f);
  g_assert_cmpuint (peer_count (f->peer), ==, 0);
}

/* The file is another one there by now: what If-Range is for. */
static void
test_changed (FetchFixture  *f,
              gconstpointer  data)
{
  leave_part (f, "Quite another", f->sha256, "\"\\\"one\\\"\"");
  peer_answer_raw (f->peer, ALL_OF_IT);
  fetch_assert_works (f);
  assert_asked (f, 0, "bytes=" OFFSET "-", "\"one\"");
}

/* And then it breaks off as well: what is kept belongs to what came last. */
static void
test_changed_and_drops (FetchFixture  *f,
                        gconstpointer  data)
{
  leave_part (f, "Quite another text", f->sha256, "\"\\\"zero\\\"\"");
  peer_answer_raw (f->peer, HALF_AN_ANSWER);
  peer_answer_raw (f->peer, OTHER_HALF);
  fetch_assert_fails (f, ATTUNE_ERROR_NETWORK, "broke off");   /* fewer bytes than before */
  fetch_assert_works (f);
  assert_asked (f, 0, "bytes=18-", "\"zero\"");
  assert_asked (f, 1, "bytes=" OFFSET "-", "\"one\"");
}

/* A part of another file, a part that nobody knows, and one that is too long, are worth nothing. */
static void
test_foreign_part (FetchFixture  *f,
                   gconstpointer  data)
{
  g_autofree char *other = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "other", -1);

  peer_answer_raw (f->peer, ALL_OF_IT);
  leave_part (f, FIRST, other, "\"\\\"one\\\"\"");
  g_assert_cmpuint (peek (f), ==, 0);
  fetch_assert_works (f);
  assert_asked (f, 0, NULL, NULL);

  g_unlink (f->path);
  g_assert_true (g_file_set_contents (f->part, FIRST, -1, NULL));
  fetch_assert_works (f);
  assert_asked (f, 1, NULL, NULL);

  g_unlink (f->path);
  leave_part (f, TEXT TEXT, f->sha256, "null");
  fetch_assert_works (f);
  assert_asked (f, 2, NULL, NULL);
}

/* A server that knows no ranges sends it all again. */
static void
test_no_ranges (FetchFixture  *f,
                gconstpointer  data)
{
  peer_answer_raw (f->peer, HALF_AN_ANSWER);
  peer_answer_raw (f->peer, ALL_OF_IT);
  fetch_assert_works (f);
  assert_asked (f, 1, "bytes=" OFFSET "-", "\"one\"");
}

/* A weak tag is not strong enough for If-Range. */
static void
test_weak_tag (FetchFixture  *f,
               gconstpointer  data)
{
  peer_answer_raw (f->peer, "HTTP/1.1 200 OK\r\nContent-Length: " SIZE "\r\nETag: W/\"one\"\r\n\r\n" FIRST);
  peer_answer_raw (f->peer, OTHER_HALF);
  fetch_assert_works (f);
  assert_asked (f, 1, "bytes=" OFFSET "-", NULL);
}

static void
test_out_of_range (FetchFixture  *f,
                   gconstpointer  data)
{
  leave_part (f, FIRST, f->sha256, "\"\\\"one\\\"\"");
  peer_answer_as (f->peer, 416, "text/plain", "no");
  peer_answer_raw (f->peer, ALL_OF_IT);
  fetch_assert_works (f);
  assert_asked (f, 1, NULL, NULL);
}

/* Whatever is not the file leaves nothing behind. */
static void
test_lies (FetchFixture  *f,
           gconstpointer  data)
{
  static const char * const answers[] = {
    /* Longer and shorter than it is, by the header. */
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " OFFSET "-98/99\r\n\r\n" REST,
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-43/44\r\n\r\n" TEXT,
    "HTTP/1.1 206 Partial Content\r\nContent-Length: 31\r\n\r\n" REST,
    "HTTP/1.1 200 OK\r\nContent-Length: 45\r\n\r\n" TEXT "!",
    "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nAll work and no play",
    /* By what comes. */
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " OFFSET "-" LAST "/" SIZE "\r\n\r\n" REST "!",
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " OFFSET "-" LAST "/" SIZE "\r\n"
    "Transfer-Encoding: chunked\r\n\r\n4\r\nno p\r\n0\r\n\r\n",
    "HTTP/1.1 206 Partial Content\r\nContent-Length: 31\r\n"
    "Content-Range: bytes " OFFSET "-" LAST "/" SIZE "\r\n\r\nNO PLAY MAKES JACK A DULL BOY.\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      leave_part (f, FIRST, f->sha256, "\"\\\"one\\\"\"");
      peer_answer_raw (f->peer, answers[i]);
      fetch_assert_fails (f, ATTUNE_ERROR_PROTOCOL, "is not the file “model.gguf”");
      g_assert_false (g_file_test (f->part, G_FILE_TEST_EXISTS));
      g_assert_false (g_file_test (f->note, G_FILE_TEST_EXISTS));
    }
}

/* What is refused for now is not lost. */
static void
test_refused (FetchFixture  *f,
              gconstpointer  data)
{
  leave_part (f, FIRST, f->sha256, "\"\\\"one\\\"\"");
  peer_answer_as (f->peer, 503, "text/plain", "later");
  fetch_assert_fails (f, ATTUNE_ERROR_SERVER, "(HTTP 503)");
  g_assert_cmpuint (peek (f), ==, strlen (FIRST));
}

/* The disk fills up in the middle: what is there stays, and it goes on once there is room. */
static void
test_full_disk (FetchFixture  *f,
                gconstpointer  data)
{
  struct rlimit old_limit, limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  leave_part (f, FIRST, f->sha256, "\"\\\"one\\\"\"");
  limit = old_limit;
  limit.rlim_cur = 20;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  peer_answer_raw (f->peer, OTHER_HALF);
  fetch_assert_fails (f, ATTUNE_ERROR_STORAGE, "model.gguf");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);

  g_assert_cmpuint (peek (f), ==, 20);
  peer_answer_raw (f->peer, "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 20-43/44\r\n"
                            "Content-Length: 24\r\n\r\n makes Jack a dull boy.\n");
  fetch_assert_works (f);
  assert_asked (f, 1, "bytes=20-", "\"one\"");
}

/* Known before: nobody is asked. */
static void
test_no_room (FetchFixture  *f,
              gconstpointer  data)
{
  f->size = G_GUINT64_CONSTANT (1) << 60;
  fetch_assert_fails (f, ATTUNE_ERROR_STORAGE, "the disk has only");
  g_assert_cmpuint (peer_count (f->peer), ==, 0);
}

/* Stopped by the person, and begun again at once. */
static void
test_paused (FetchFixture  *f,
             gconstpointer  data)
{
  DexFuture *future;

  leave_part (f, FIRST, f->sha256, "\"\\\"one\\\"\"");
  peer_answer_never (f->peer);
  future = dex_future_first (fetch_start (f), NULL);

  while (peer_count (f->peer) == 0)
    g_main_context_iteration (NULL, TRUE);

  dex_clear (&future);
  peer_answer_raw (f->peer, OTHER_HALF);
  fetch_assert_works (f);
}

/* Two windows, or a window and a command: the second one is told. */
static void
test_twice_at_once (FetchFixture  *f,
                    gconstpointer  data)
{
  g_autoptr(DexFuture) future = NULL;

  peer_answer_never (f->peer);
  future = dex_future_first (fetch_start (f), NULL);

  while (peer_count (f->peer) == 0)
    g_main_context_iteration (NULL, TRUE);

  fetch_assert_fails (f, ATTUNE_ERROR_CONFLICT, "is being downloaded already");
}

static void
test_cancelled (FetchFixture  *f,
                gconstpointer  data)
{
  leave_part (f, FIRST, f->sha256, "null");
  attune_fetch_file_remove_part (f->path);
  g_assert_false (g_file_test (f->part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (f->note, G_FILE_TEST_EXISTS));
}

#define ADD(name, func) \
  g_test_add ("/Attune/FetchResume/" name, FetchFixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("drops", test_drops);
  ADD ("stops-and-goes-on", test_stops_and_goes_on);
  ADD ("killed", test_killed);
  ADD ("killed-at-the-end", test_killed_at_the_end);
  ADD ("changed", test_changed);
  ADD ("changed-and-drops", test_changed_and_drops);
  ADD ("foreign-part", test_foreign_part);
  ADD ("no-ranges", test_no_ranges);
  ADD ("weak-tag", test_weak_tag);
  ADD ("out-of-range", test_out_of_range);
  ADD ("lies", test_lies);
  ADD ("refused", test_refused);
  ADD ("full-disk", test_full_disk);
  ADD ("no-room", test_no_room);
  ADD ("paused", test_paused);
  ADD ("twice-at-once", test_twice_at_once);
  ADD ("cancelled", test_cancelled);

  return g_test_run ();
}
