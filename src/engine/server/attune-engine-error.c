/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-error"

#include "config.h"

#include <libsoup/soup.h>

#include "attune-engine-error.h"
#include "attune-error.h"

typedef struct
{
  char *code;
  char *param;
} AttuneEngineErrorPrivate;

static void
attune_engine_error_private_init (AttuneEngineErrorPrivate *priv)
{
  priv->code = NULL;
  priv->param = NULL;
}

static void
attune_engine_error_private_copy (const AttuneEngineErrorPrivate *src,
                                  AttuneEngineErrorPrivate       *dest)
{
  dest->code = g_strdup (src->code);
  dest->param = g_strdup (src->param);
}

static void
attune_engine_error_private_clear (AttuneEngineErrorPrivate *priv)
{
  g_clear_pointer (&priv->code, g_free);
  g_clear_pointer (&priv->param, g_free);
}

G_DEFINE_EXTENDED_ERROR (AttuneEngineError, attune_engine_error)

static GError *
new_error (guint       status,
           const char *code,
           const char *param,
           const char *format,
           va_list     args) G_GNUC_PRINTF (4, 0);

static GError *
new_error (guint       status,
           const char *code,
           const char *param,
           const char *format,
           va_list     args)
{
  GError *error = g_error_new_valist (ATTUNE_ENGINE_ERROR, status, format, args);
  AttuneEngineErrorPrivate *priv = attune_engine_error_get_private (error);

  priv->code = g_strdup (code);
  priv->param = g_strdup (param);

  return error;
}

/* OpenAI's names for the kinds of failure, by HTTP status (error codes guide; api section 1.12). */
static const char *
get_type_for_status (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
      return "authentication_error";

    case SOUP_STATUS_FORBIDDEN:
      return "permission_error";

    default:
      return status >= 500 ? "server_error" : "invalid_request_error";
    }
}

/**
 * attune_engine_error_new:
 * @status: the HTTP status of the answer
 * @code: (nullable): the word that a program tells the case by
 * @param: (nullable): the parameter that was wrong
 * @format: a sentence for a person
 * @...: its arguments
 *
 * Returns: (transfer full): an error that becomes OpenAI's error object
 */
GError *
attune_engine_error_new (guint       status,
                         const char *code,
                         const char *param,
                         const char *format,
                         ...)
{
  GError *error;
  va_list args;

  g_return_val_if_fail (format != NULL, NULL);

  va_start (args, format);
  error = new_error (status, code, param, format, args);
  va_end (args);

  return error;
}

/**
 * attune_engine_set_error:
 * @error: (nullable) (out): where to put it
 * @status: the HTTP status of the answer
 * @code: (nullable): the word that a program tells the case by
 * @param: (nullable): the parameter that was wrong
 * @format: a sentence for a person
 * @...: its arguments
 *
 * Does nothing when @error is %NULL, as g_set_error() does.
 */
void
attune_engine_set_error (GError     **error,
                         guint        status,
                         const char  *code,
                         const char  *param,
                         const char  *format,
                         ...)
{
  va_list args;

  g_return_if_fail (error == NULL || *error == NULL);
  g_return_if_fail (format != NULL);

  if (error == NULL)
    return;

  va_start (args, format);
  *error = new_error (status, code, param, format, args);
  va_end (args);
}

/**
 * attune_engine_error_get_status:
 * @error: an error of any domain
 *
 * Returns: the HTTP status of the answer that tells of @error
 */
guint
attune_engine_error_get_status (const GError *error)
{
  g_return_val_if_fail (error != NULL, SOUP_STATUS_INTERNAL_SERVER_ERROR);

  if (error->domain == ATTUNE_ENGINE_ERROR)
    return error->code;

  if (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE))
    return SOUP_STATUS_INSUFFICIENT_STORAGE;

  if (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE))
    return SOUP_STATUS_SERVICE_UNAVAILABLE;

  return SOUP_STATUS_INTERNAL_SERVER_ERROR;
}

/**
 * attune_engine_error_to_json:
 * @error: an error of any domain
 *
 * Returns: (transfer full): `{"error": {message, type, param, code}}`; `detail`, our own addition,
 *   holds what a program below us said, where there is such a thing
 */
JsonNode *
attune_engine_error_to_json (const GError *error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  const char *code = NULL;
  const char *param = NULL;
  const char *detail = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == ATTUNE_ENGINE_ERROR)
    {
      AttuneEngineErrorPrivate *priv = attune_engine_error_get_private (error);

      code = priv->code;
      param = priv->param;
    }

  detail = attune_error_get_detail (error);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, error->message);
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder,
                                 get_type_for_status (attune_engine_error_get_status (error)));
  json_builder_set_member_name (builder, "param");
  json_builder_add_string_value (builder, param);
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, code);

  if (detail != NULL)
    {
      json_builder_set_member_name (builder, "detail");
      json_builder_add_string_value (builder, detail);
    }

  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
