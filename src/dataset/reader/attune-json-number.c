/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json-number"

#include "config.h"

#include <string.h>

#include "attune-json-number.h"

/* Nearly every number is written with fewer bytes. */
#define MAX_LENGTH 64

/**
 * attune_json_number_get:
 * @value: (nullable): a value that was read with %ATTUNE_READ_FLAGS, or otherwise
 * @number: (out): what it is, as near as a double can be; set only if it is a number
 *
 * Records keep numbers as they are written, since they may have to be written again; this is for
 * the few that are compared.
 *
 * Returns: whether it is a number
 */
gboolean
attune_json_number_get (yyjson_val *value,
                        double     *number)
{
  char buffer[MAX_LENGTH];
  g_autofree char *copy = NULL;
  gsize length;

  if (yyjson_is_num (value))
    {
      *number = yyjson_get_num (value);
      return TRUE;
    }

  if (!yyjson_is_raw (value))
    return FALSE;

  length = unsafe_yyjson_get_len (value);

  if (length < sizeof buffer)
    {
      memcpy (buffer, unsafe_yyjson_get_raw (value), length);
      buffer[length] = '\0';
    }
  else
    {
      copy = g_strndup (unsafe_yyjson_get_raw (value), length);
    }

  *number = g_ascii_strtod (copy != NULL ? copy : buffer, NULL);

  return TRUE;
}

/**
 * attune_json_number_is:
 * @value: (nullable): a value
 * @number: what it may be
 *
 * Returns: whether it is that number, however it is written
 */
gboolean
attune_json_number_is (yyjson_val *value,
                       double      number)
{
  double found;

  return attune_json_number_get (value, &found) && found == number;
}
