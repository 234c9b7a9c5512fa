/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-json"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-error.h"
#include "attune-json.h"

static void
test_getters (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = NULL;

  object = attune_json_parse_object ("{\"s\": \"文\", \"i\": 3, \"d\": 3.75, \"big\": 1e300, \"t\": true,"
                                     " \"n\": null, \"o\": {\"x\": 1}, \"a\": [1, 2]}", -1, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (attune_json_get_string (object, "s", "f"), ==, "文");
  g_assert_cmpint (attune_json_get_int (object, "i", -1), ==, 3);
  g_assert_cmpint (attune_json_get_int (object, "d", -1), ==, 3);
  g_assert_cmpfloat (attune_json_get_double (object, "i", -1), ==, 3.0);
  g_assert_cmpfloat (attune_json_get_double (object, "d", -1), ==, 3.75);
  g_assert_true (attune_json_get_boolean (object, "t", FALSE));
  g_assert_cmpuint (json_object_get_size (attune_json_get_object (object, "o")), ==, 1);
  g_assert_cmpuint (json_array_get_length (attune_json_get_array (object, "a")), ==, 2);

  g_assert_cmpint (attune_json_get_int (object, "big", -1), ==, -1);

  /* Missing, null and of another type all read as the fallback, without a critical. */
  for (gsize i = 0; i < 3; i++)
    {
      const char *member = ((const char *[]) { "missing", "n", "o" })[i];

      g_assert_cmpstr (attune_json_get_string (object, member, "f"), ==, "f");
      g_assert_cmpint (attune_json_get_int (object, member, 7), ==, 7);
      g_assert_cmpfloat (attune_json_get_double (object, member, 7.5), ==, 7.5);
      g_assert_true (attune_json_get_boolean (object, member, TRUE));
      g_assert_null (attune_json_get_array (object, member));
    }

  g_assert_null (attune_json_get_string (object, "i", NULL));
  g_assert_cmpint (attune_json_get_int (object, "s", 7), ==, 7);
  g_assert_cmpint (attune_json_get_int (object, "t", 7), ==, 7);
  g_assert_null (attune_json_get_object (object, "a"));
  g_assert_cmpint (attune_json_get_int (NULL, "i", 7), ==, 7);
}

static void
test_round_trip (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = attune_json_parse ("{\"b\":[1,\"二\",null],\"a\":{}}xx", -1, &error);
  g_autoptr(JsonObject) object = NULL;
  g_autofree char *text = NULL;
  g_autofree char *object_text = NULL;

  g_assert_null (node);
  g_clear_error (&error);

  node = attune_json_parse ("{\"b\":[1,\"二\",null],\"a\":{}}", -1, &error);
  g_assert_no_error (error);
  text = attune_json_to_string (node);
  g_assert_cmpstr (text, ==, "{\"b\":[1,\"二\",null],\"a\":{}}");

  object = json_node_dup_object (node);
  object_text = attune_json_object_to_string (object);
  g_assert_cmpstr (object_text, ==, text);
}

static void
test_refusals (void)
{
  static const char * const texts[] = {
    "", " ", "{", "<html>Bad gateway</html>", "{\"a\":\xff}", "{\"a\" 1}",
  };
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_null (attune_json_parse (texts[i], -1, &error));
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL);
      g_assert_nonnull (attune_error_get_detail (error));
      g_clear_error (&error);
    }

  g_assert_null (attune_json_parse (NULL, 0, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL);
  g_clear_error (&error);

  g_assert_null (attune_json_parse_object ("[\"api_key=hunter22\"]", -1, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL);
  g_assert_cmpstr (attune_error_get_detail (error), ==, "[\"api_key=…\"]");
}

static void
test_nesting (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *in_string = g_strdup_printf ("{\"a\": \"\\\"%s\"}", deep);

  g_assert_null (attune_json_parse (deep, -1, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_PROTOCOL);
  g_clear_error (&error);

  node = attune_json_parse (in_string, -1, &error);
  g_assert_no_error (error);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Json/getters", test_getters);
  g_test_add_func ("/Attune/Json/round-trip", test_round_trip);
  g_test_add_func ("/Attune/Json/refusals", test_refusals);
  g_test_add_func ("/Attune/Json/nesting", test_nesting);

  return g_test_run ();
}
