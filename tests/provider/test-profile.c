/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <libdex.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-profile.h"

/* In the order of the offers. */
static const char * const ids[] = {
  ATTUNE_PROFILE_LOCAL_ID, "nebius", ATTUNE_PROFILE_OPENAI_ID, "azure", "crusoe", "litellm",
  "localai", "together", "mistral", "fireworks", ATTUNE_PROFILE_CUSTOM_ID,
};

static void
test_shipped (void)
{
  g_autoptr(GListModel) profiles = attune_profile_list_shipped ();

  g_assert_cmpuint (g_list_model_get_n_items (profiles), ==, G_N_ELEMENTS (ids));
  g_assert_true (g_list_model_get_item_type (profiles) == ATTUNE_TYPE_PROFILE);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(AttuneProfile) profile = g_list_model_get_item (profiles, i);
      g_autoptr(AttuneProfile) found = attune_profile_find_shipped (ids[i]);
      g_autofree char *name = NULL;

      g_assert_cmpstr (attune_profile_get_id (profile), ==, ids[i]);
      g_assert_true (found == profile);
      g_object_get (profile, "name", &name, NULL);
      g_assert_cmpstr (name, ==, attune_profile_get_name (profile));
      g_assert_nonnull (attune_profile_get_description (profile));
      g_assert_cmpuint (attune_profile_get_max_suffix (profile) > 0, ==,
                        attune_profile_can (profile, ATTUNE_ABILITY_SUFFIX));
      g_assert_cmpuint (attune_profile_get_max_file_size (profile), >=, 150 * 1000 * 1000);
      g_assert_cmpuint (attune_profile_get_max_upload_size (profile), >=,
                        attune_profile_get_max_file_size (profile));
      g_assert_true (attune_profile_can (profile, ATTUNE_ABILITY_CANCEL));
      g_assert_true (attune_profile_can (profile, ATTUNE_ABILITY_NONCE));
      g_assert_cmpuint (attune_profile_get_settings (profile)->len, >, 0);

      /* Who must do something first is told what. */
      g_assert_true (attune_profile_get_deploy_kind (profile) == ATTUNE_DEPLOY_NONE ||
                     attune_profile_get_deploy_hint (profile) != NULL);

      /* Whoever types an address is shown one. */
      g_assert_true (attune_profile_get_base_url (profile) != NULL ||
                     attune_profile_get_address_example (profile) != NULL);
    }

  g_assert_null (attune_profile_find_shipped ("nobody"));
}

static void
test_local (void)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_LOCAL_ID);
  GPtrArray *models = attune_profile_get_models (profile);
  AttuneProfileModel *model = g_ptr_array_index (models, 0);

  g_assert_true (attune_profile_get_is_local (profile));
  g_assert_false (attune_profile_get_needs_key (profile));
  g_assert_cmpstr (attune_profile_get_base_url (profile), ==, "http://localhost/v1");
  g_assert_null (attune_profile_get_notice (profile));
  g_assert_cmpstr (model->id, ==, "attune-practice");
  g_assert_cmpfloat (model->training_price, ==, -1);
  g_assert_null (model->prices_as_of);
}

static void
test_openai (void)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  GPtrArray *models = attune_profile_get_models (profile);
  AttuneProfileModel *model = g_ptr_array_index (models, 0);

  g_assert_false (attune_profile_get_is_local (profile));
  g_assert_true (attune_profile_get_needs_key (profile));
  g_assert_true (attune_profile_get_is_closing (profile));
  g_assert_nonnull (strstr (attune_profile_get_notice (profile), "2027"));
  g_assert_cmpstr (attune_profile_get_base_url (profile), ==, "https://api.openai.com/v1");
  g_assert_cmpstr (attune_profile_get_key_header (profile), ==, "Authorization");
  g_assert_cmpstr (attune_profile_get_key_prefix (profile), ==, "Bearer ");
  g_assert_cmpstr (attune_profile_get_max_tokens_field (profile), ==, "max_completion_tokens");
  g_assert_true (g_str_has_prefix (attune_profile_get_keys_url (profile), "https://"));
  g_assert_false (json_object_get_boolean_member (attune_profile_get_chat_defaults (profile),
                                                  "store"));
  g_assert_cmpstr (model->id, ==, "gpt-4.1-mini-2025-04-14");
  g_assert_cmpfloat (model->training_price, ==, 5);
  g_assert_cmpstr (model->prices_as_of, ==, "2025-12-01");
  g_assert_cmpstr (model->shutdown_date, ==, "2027-01-14");
}

static void
test_compatible (void)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);

  g_assert_null (attune_profile_get_base_url (profile));
  g_assert_false (attune_profile_get_needs_key (profile));
  g_assert_false (attune_profile_get_is_closing (profile));
  g_assert_cmpstr (attune_profile_get_max_tokens_field (profile), ==, "max_tokens");
  g_assert_null (attune_profile_get_chat_defaults (profile));
}

/* What a person types, with and without a key; NULL where it must be refused. */
static const struct
{
  const char *profile;
  const char *text;
  gboolean    with_key;
  const char *url;
} urls[] = {
  { "compatible", "https://llm.example.com/v1", TRUE, "https://llm.example.com/v1" },
  { "compatible", "  https://llm.example.com/v1/  \n", TRUE, "https://llm.example.com/v1" },
  { "compatible", "https://llm.example.com/v1///", TRUE, "https://llm.example.com/v1" },
  { "compatible", "https://llm.example.com", TRUE, "https://llm.example.com/v1" },
  { "compatible", "https://llm.example.com/", TRUE, "https://llm.example.com/v1" },
  { "compatible", "llm.example.com", TRUE, "https://llm.example.com/v1" },
  { "compatible", "llm.example.com:8443/api", TRUE, "https://llm.example.com:8443/api" },
  { "compatible", "HTTPS://LLM.example.com/v1", TRUE, "https://LLM.example.com/v1" },
  { "compatible", "https://llm.example.com/v1/chat/completions", TRUE,
    "https://llm.example.com/v1" },
  { "compatible", "https://llm.example.com/v1/models/", TRUE, "https://llm.example.com/v1" },
  { "compatible", "https://x.openai.azure.com/openai/v1", TRUE,
    "https://x.openai.azure.com/openai/v1" },
  { "compatible", "localhost:8080", TRUE, "http://localhost:8080/v1" },
  { "compatible", "127.0.0.1:8080/api", TRUE, "http://127.0.0.1:8080/api" },
  { "compatible", "http://[::1]:8080", TRUE, "http://[::1]:8080/v1" },
  { "compatible", "http://tower.localhost:1234", TRUE, "http://tower.localhost:1234/v1" },
  { "compatible", "http://192.168.1.5:8080/v1", FALSE, "http://192.168.1.5:8080/v1" },
  { "compatible", "http://192.168.1.5:8080/v1", TRUE, NULL },
  { "compatible", "http://tower.local/v1", TRUE, NULL },
  { "compatible", "http://localhost.example.com/v1", TRUE, NULL },
  { "compatible", "", TRUE, NULL },
  { "compatible", "   ", TRUE, NULL },
  { "compatible", "my service", TRUE, NULL },
  { "compatible", "ftp://llm.example.com", TRUE, NULL },
  { "compatible", "file:///etc/passwd", TRUE, NULL },
  { "compatible", "https://", TRUE, NULL },
  { "compatible", "https:///v1", TRUE, NULL },
  { "compatible", "https://me:secret@llm.example.com/v1", TRUE, NULL },
  { "compatible", "https://llm.example.com/v1?key=abc", TRUE, NULL },
  { "compatible", "https://llm.example.com:99999/v1", TRUE, NULL },
  { "openai", "https://api.openai.com", TRUE, "https://api.openai.com" },
  { "azure", "my-resource", TRUE, "https://my-resource.openai.azure.com/openai/v1" },
  { "azure", "https://x.services.ai.azure.com", TRUE,
    "https://x.services.ai.azure.com/openai/v1" },
  { "azure", "https://x.openai.azure.com/openai/v1/", TRUE,
    "https://x.openai.azure.com/openai/v1" },
  { "azure", "my resource", TRUE, NULL },
  { "fireworks", "acme", TRUE, "https://api.fireworks.ai/v1/accounts/acme" },
  { "fireworks", "https://api.fireworks.ai/v1/accounts/acme", TRUE,
    "https://api.fireworks.ai/v1/accounts/acme" },
  { "localai", "localhost:8080", FALSE, "http://localhost:8080" },
  { "localai", "http://localhost:8080/v1/", FALSE, "http://localhost:8080" },
  { "localai", "https://ai.example.com/here/v1/chat/completions", TRUE,
    "https://ai.example.com/here" },
  { "nebius", "https://api.tokenfactory.nebius.com/v1/", TRUE,
    "https://api.tokenfactory.nebius.com/v1" },
};

static void
test_urls (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (urls[i].profile);
      g_autoptr(GError) error = NULL;
      g_autofree char *url = NULL;

      url = attune_profile_normalize_url (profile, urls[i].text, urls[i].with_key, &error);
      g_assert_cmpstr (url, ==, urls[i].url);

      if (url == NULL)
        {
          g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
          g_assert_true (g_str_has_suffix (error->message, "."));
          g_assert_null (strstr (error->message, "secret"));
        }
    }
}

static void
test_own_json (void)
{
  static const struct
  {
    const char *text;
    int         code;
  } texts[] = {
    { "{\"id\":\"x\",\"name\":\"X\"}", -1 },
    { "{\"id\":\"x\",\"name\":\"X\",\"key\":7,\"chat\":[],\"training\":null,\"new\":{}}", -1 },
    { "{\"id\":\"x\",\"name\":\"X\",\"training\":{\"models\":[null,{},{\"id\":\"m\"}]}}", -1 },
    { "{\"id\":\"x\"}", ATTUNE_ERROR_DATA },
    { "{\"name\":\"X\"}", ATTUNE_ERROR_DATA },
    { "{\"id\":\"x\",\"name\":\"X\",\"base-url\":\"nonsense here\"}", ATTUNE_ERROR_DATA },
    { "[]", ATTUNE_ERROR_PROTOCOL },
    { "", ATTUNE_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(AttuneProfile) profile = NULL;
      g_autoptr(GError) error = NULL;

      profile = attune_profile_new_from_json (texts[i].text, -1, &error);

      if (texts[i].code >= 0)
        {
          g_assert_error (error, ATTUNE_ERROR, texts[i].code);
          continue;
        }

      g_assert_no_error (error);
      g_assert_cmpstr (attune_profile_get_key_header (profile), ==, "Authorization");
      g_assert_cmpuint (attune_profile_get_max_suffix (profile), ==, 64);
      g_assert_cmpuint (attune_profile_get_models (profile)->len, ==, i == 2 ? 1 : 0);
    }
}

static void
write_own (const char *folder,
           const char *name,
           const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
remove_own (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }

  g_rmdir (folder);
}

/* What the person's files change, add and spoil. */
static void
test_own_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("attune-profiles-XXXXXX", NULL);
  g_autoptr(GListModel) profiles = NULL;
  g_autoptr(AttuneProfile) openai = NULL;
  g_autoptr(AttuneProfile) mine = NULL;
  g_autoptr(AttuneProfile) compatible = NULL;
  const AttuneProfileModel *model;

  write_own (folder, "a-prices.json",
             "{\"id\":\"openai\",\"training\":{\"prices-as-of\":\"2026-11-01\",\"models\":["
             "{\"id\":\"gpt-4.1-2025-04-14\",\"training-price\":20.5},"
             "{\"id\":\"gpt-9\",\"title\":\"GPT-9\",\"training-price\":1}]}}");
  write_own (folder, "b-mine.json",
             "{\"id\":\"mine\",\"name\":\"Mine\",\"base-url\":\"https://example.com/v1\"}");
  write_own (folder, "c-no-name.json", "{\"id\":\"nameless\"}");
  write_own (folder, "d-broken.json", "{\"id\":");
  write_own (folder, "e-spoilt.json", "{\"id\":\"compatible\",\"name\":null}");
  write_own (folder, "f-other.txt", "{\"id\":\"other\",\"name\":\"Other\"}");

  profiles = attune_profile_load_list (folder);
  g_assert_cmpuint (g_list_model_get_n_items (profiles), ==, G_N_ELEMENTS (ids) + 1);
  openai = g_list_model_get_item (profiles, 2);
  compatible = g_list_model_get_item (profiles, G_N_ELEMENTS (ids) - 1);
  mine = g_list_model_get_item (profiles, G_N_ELEMENTS (ids));

  g_assert_cmpstr (attune_profile_get_name (openai), ==, "OpenAI");
  g_assert_true (attune_profile_get_needs_key (openai));
  g_assert_cmpuint (attune_profile_get_models (openai)->len, ==, 5);
  model = attune_profile_get_models (openai)->pdata[0];
  g_assert_cmpfloat (model->training_price, ==, 5);
  g_assert_cmpstr (model->prices_as_of, ==, "2026-11-01");
  g_assert_cmpuint (model->max_tokens, ==, 65536);
  model = attune_profile_get_models (openai)->pdata[1];
  g_assert_cmpfloat (model->training_price, ==, 20.5);
  g_assert_cmpstr (model->title, ==, "GPT-4.1");
  model = attune_profile_get_models (openai)->pdata[4];
  g_assert_cmpstr (model->id, ==, "gpt-9");

  g_assert_cmpstr (attune_profile_get_id (compatible), ==, ATTUNE_PROFILE_CUSTOM_ID);
  g_assert_nonnull (attune_profile_get_name (compatible));
  g_assert_cmpstr (attune_profile_get_id (mine), ==, "mine");

  remove_own (folder);
}

static void
assert_shown (const char *strings,
              const char *text)
{
  g_autofree char *entry = NULL;

  if (text == NULL)
    return;

  entry = g_strdup_printf ("\nN_(\"%s\")\n", text);

  if (strstr (strings, entry) == NULL)
    g_test_fail_printf ("data/providers/strings.h lacks: %s", text);
}

/* Every text for people in a part of a file, wherever it stands. */
static void
assert_all_shown (const char *strings,
                  JsonNode   *node)
{
  static const char * const members[] = { "description", "help", "notice", "title", "label", "hint" };
  JsonObject *object;
  g_autoptr(GList) values = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    values = json_array_get_elements (json_node_get_array (node));

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      object = json_node_get_object (node);
      values = json_object_get_values (object);

      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        assert_shown (strings, attune_json_get_string (object, members[i], NULL));
    }

  for (GList *at = values; at != NULL; at = at->next)
    assert_all_shown (strings, at->data);
}

static void
test_translations (void)
{
  g_autofree char *path = NULL;
  g_autofree char *strings = NULL;
  g_autoptr(GError) error = NULL;

  path = g_test_build_filename (G_TEST_DIST, "..", "data", "providers", "strings.h", NULL);
  g_file_get_contents (path, &strings, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i <= G_N_ELEMENTS (ids); i++)
    {
      const char *id = i < G_N_ELEMENTS (ids) ? ids[i] : "protocol";
      g_autoptr(JsonObject) object = attune_profile_load_data (id);
      g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);

      assert_shown (strings, attune_json_get_string (object, "name", NULL));
      assert_all_shown (strings, node);
    }
}

/* What a provider lets a program do, by what its documents say. */
static const struct
{
  const char       *id;
  const char       *abilities;   /* pause, dpo, metadata, wandb, events, checkpoints, their files,
                                  * weights, parts, seed, start, delete a model */
  AttuneDeployKind  deploy;
  guint             min_examples;
} abilities[] = {
  { "local", "pdm ec wus d", ATTUNE_DEPLOY_NONE, 1 },
  { "nebius", "  m ecf  s  ", ATTUNE_DEPLOY_API, 1 },
  { "openai", "pdmwec  us d", ATTUNE_DEPLOY_NONE, 10 },
  { "azure", "pdm ec   s  ", ATTUNE_DEPLOY_MANUAL, 10 },
  { "crusoe", "  m ecf us  ", ATTUNE_DEPLOY_MANUAL, 1 },
  { "litellm", " dmw     s  ", ATTUNE_DEPLOY_NONE, 1 },
  { "localai", " d  ec w s  ", ATTUNE_DEPLOY_API, 1 },
  { "together", " d  ec w s  ", ATTUNE_DEPLOY_MANUAL, 1 },
  { "mistral", "    ec    ad", ATTUNE_DEPLOY_NONE, 1 },
  { "fireworks", " d  e      d", ATTUNE_DEPLOY_MANUAL, 3 },
  { "compatible", " dmwec   s d", ATTUNE_DEPLOY_NONE, 1 },
};

static void
test_abilities (void)
{
  static const struct
  {
    AttuneAbility ability;
    char          letter;
  } letters[] = {
    { ATTUNE_ABILITY_PAUSE, 'p' },
    { ATTUNE_ABILITY_DPO, 'd' },
    { ATTUNE_ABILITY_METADATA, 'm' },
    { ATTUNE_ABILITY_WANDB, 'w' },
    { ATTUNE_ABILITY_EVENTS, 'e' },
    { ATTUNE_ABILITY_CHECKPOINTS, 'c' },
    { ATTUNE_ABILITY_CHECKPOINT_FILES, 'f' },
    { ATTUNE_ABILITY_DOWNLOAD_WEIGHTS, 'w' },
    { ATTUNE_ABILITY_UPLOAD_PARTS, 'u' },
    { ATTUNE_ABILITY_SEED, 's' },
    { ATTUNE_ABILITY_START, 'a' },
    { ATTUNE_ABILITY_DELETE_MODEL, 'd' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (abilities); i++)
    {
      g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (abilities[i].id);
      g_autoptr(GString) found = g_string_new (NULL);

      for (guint k = 0; k < G_N_ELEMENTS (letters); k++)
        g_string_append_c (found, attune_profile_can (profile, letters[k].ability)
                                  ? letters[k].letter : ' ');

      g_assert_cmpstr (found->str, ==, abilities[i].abilities);
      g_assert_cmpint (attune_profile_get_deploy_kind (profile), ==, abilities[i].deploy);
      g_assert_cmpuint (attune_profile_get_min_examples (profile), ==, abilities[i].min_examples);
    }
}

static void
test_limits (void)
{
  g_autoptr(AttuneProfile) openai = attune_profile_find_shipped ("openai");
  g_autoptr(AttuneProfile) azure = attune_profile_find_shipped ("azure");
  g_autoptr(AttuneProfile) together = attune_profile_find_shipped ("together");
  g_autoptr(GError) error = NULL;
  const AttuneProfileModel *model = attune_profile_find_model (openai, "gpt-4o-2024-08-06");

  g_assert_cmpuint (attune_profile_get_part_size (openai), ==, 64 * 1024 * 1024);
  g_assert_cmpuint (attune_profile_get_max_upload_size (openai), ==,
                    G_GUINT64_CONSTANT (8) * 1024 * 1024 * 1024);
  g_assert_cmpuint (attune_profile_get_part_size (azure), ==, 0);
  g_assert_cmpuint (attune_profile_get_max_upload_size (azure), ==, 512 * 1024 * 1024);
  g_assert_true (attune_profile_get_wants_mark (azure));
  g_assert_false (attune_profile_get_wants_mark (openai));
  g_assert_true (attune_profile_get_allows_output_turns (azure));
  g_assert_false (attune_profile_get_allows_output_turns (openai));
  g_assert_true (attune_profile_get_must_alternate (together));
  g_assert_false (attune_profile_get_must_alternate (azure));
  g_assert_cmpstr (attune_profile_get_address_label (azure), ==, "Resource Name");
  g_assert_null (attune_profile_get_address_label (openai));

  g_assert_cmpfloat (model->input_price, ==, 3.75);
  g_assert_cmpfloat (model->cached_price, ==, 1.875);
  g_assert_cmpfloat (model->output_price, ==, 15);
  g_assert_cmpfloat (model->base_output_price, ==, 10);
  g_assert_cmpstr (model->methods[0], ==, "supervised");
  g_assert_null (model->methods[1]);
  g_assert_null (attune_profile_find_model (openai, "gpt-9"));

  g_assert_true (attune_profile_check_suffix (azure, "light_house-2", &error));
  g_assert_no_error (error);
  g_assert_false (attune_profile_check_suffix (azure, "light house", &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_clear_error (&error);
  g_assert_false (attune_profile_check_suffix (azure, "a-name-of-more-than-forty-characters-in-all",
                                               &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Profile/shipped", test_shipped);
  g_test_add_func ("/Attune/Profile/local", test_local);
  g_test_add_func ("/Attune/Profile/openai", test_openai);
  g_test_add_func ("/Attune/Profile/compatible", test_compatible);
  g_test_add_func ("/Attune/Profile/abilities", test_abilities);
  g_test_add_func ("/Attune/Profile/limits", test_limits);
  g_test_add_func ("/Attune/Profile/urls", test_urls);
  g_test_add_func ("/Attune/Profile/own-json", test_own_json);
  g_test_add_func ("/Attune/Profile/own-files", test_own_files);
  g_test_add_func ("/Attune/Profile/translations", test_translations);

  return g_test_run ();
}
