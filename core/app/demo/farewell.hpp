// Farewell: what a visitor can look at after the scenes, with commands that work as they stand. Main thread.
#pragma once

#include <iosfwd>

#include "app/demo/installation.hpp"
#include "app/demo/table.hpp"
#include "app/demo/visitor.hpp"

namespace countersign::app::demo {

void print_where_to_look(const Scene& scene, const Installation& installation, const Table& table, std::ostream& out);

}  // namespace countersign::app::demo
