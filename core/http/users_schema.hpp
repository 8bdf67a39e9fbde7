// The tables of users and tokens; run by the store when it makes its schema. Tokens are kept only as SHA-256, so a copy
// of the database lets nobody in.
#pragma once

#include <array>
#include <string_view>

namespace countersign::users {

/// Times are microseconds since 1970 (Time); NULL while the user or token is in force.
/// "user" is quoted because PostgreSQL keeps the word for itself.
inline constexpr std::array<std::string_view, 3> kSchema{
    R"(CREATE TABLE IF NOT EXISTS "user" (name TEXT PRIMARY KEY, role TEXT NOT NULL, created_at BIGINT NOT NULL,
         removed_at BIGINT))",
    R"(CREATE TABLE IF NOT EXISTS token (hash TEXT PRIMARY KEY, "user" TEXT NOT NULL, created_at BIGINT NOT NULL,
         revoked_at BIGINT))",
    R"(CREATE INDEX IF NOT EXISTS token_of_user ON token ("user"))"};

}  // namespace countersign::users
