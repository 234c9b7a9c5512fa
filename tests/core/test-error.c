/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-error"

#include "config.h"

#include <glib/gstdio.h>
#include <libdex.h>

#include "attune-error.h"

static void
test_detail (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) copy = NULL;
  g_autoptr(GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no detail");

  attune_set_error (&error, ATTUNE_ERROR_AUTH, "{\"key\": \"sk-abcdefghijklmnop\", \"n\": 401}",
                    "“%s” refused the key.", "<b>Example</b>");

  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_AUTH);
  g_assert_cmpstr (error->message, ==, "“<b>Example</b>” refused the key.");
  g_assert_cmpstr (attune_error_get_detail (error), ==, "{\"key\": \"sk-…\", \"n\": 401}");

  copy = g_error_copy (error);
  g_clear_error (&error);
  g_assert_cmpstr (attune_error_get_detail (copy), ==, "{\"key\": \"sk-…\", \"n\": 401}");

  g_assert_null (attune_error_get_detail (other));
  attune_set_error (NULL, ATTUNE_ERROR_FAILED, "detail", "nobody listens");
}

static void
test_new (void)
{
  g_autoptr(GError) error = attune_error_new (ATTUNE_ERROR_SERVER, NULL, "%d", 503);

  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_SERVER);
  g_assert_cmpstr (error->message, ==, "503");
  g_assert_null (attune_error_get_detail (error));
}

static void
assert_sentence (GQuark      domain,
                 int         code,
                 const char *expected)
{
  g_autoptr(GError) io_error = g_error_new_literal (domain, code, "raw text");
  g_autoptr(GError) error = NULL;

  attune_set_error_from_io (&error, io_error, "100%s 数据.csv");

  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, expected));
  g_assert_nonnull (strstr (error->message, "“100%s 数据.csv”"));
  g_assert_cmpstr (attune_error_get_detail (error), ==, "raw text");
}

static void
test_from_io (void)
{
  assert_sentence (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "not there");
  assert_sentence (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "not allowed");
  assert_sentence (G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, "is a folder");
  assert_sentence (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space left");
  assert_sentence (G_IO_ERROR, G_IO_ERROR_READ_ONLY, "cannot be written");
  assert_sentence (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "raw text");
  assert_sentence (G_FILE_ERROR, G_FILE_ERROR_NOENT, "not there");
  assert_sentence (G_FILE_ERROR, G_FILE_ERROR_ACCES, "not allowed");
  assert_sentence (G_FILE_ERROR, G_FILE_ERROR_NOSPC, "no space left");
  assert_sentence (G_FILE_ERROR, G_FILE_ERROR_IO, "raw text");
}

static void
test_from_io_passes_on (void)
{
  g_autoptr(GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  g_autoptr(GError) ours = attune_error_new (ATTUNE_ERROR_DATA, "raw", "a sentence");
  g_autoptr(GError) first = NULL;
  g_autoptr(GError) second = NULL;

  attune_set_error_from_io (&first, cancelled, "file");
  g_assert_error (first, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  attune_set_error_from_io (&second, ours, "file");
  g_assert_error (second, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_assert_cmpstr (attune_error_get_detail (second), ==, "raw");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Error/detail", test_detail);
  g_test_add_func ("/Attune/Error/new", test_new);
  g_test_add_func ("/Attune/Error/from-io", test_from_io);
  g_test_add_func ("/Attune/Error/from-io-passes-on", test_from_io_passes_on);

  return g_test_run ();
}
