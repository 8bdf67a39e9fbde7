#include "plugin/elf.hpp"

#include <elf.h>

#include <cstring>
#include <optional>

namespace countersign::plugin {
namespace {

/// A T at `at`, if the file is long enough.
template <class T>
std::optional<T> take(std::string_view file, std::uint64_t at) {
  if (at > file.size() || file.size() - at < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, file.data() + at, sizeof(T));
  return value;
}

std::string name_at(std::string_view names, std::uint32_t at) {
  if (at >= names.size()) return {};
  const std::string_view rest = names.substr(at);
  return std::string(rest.substr(0, rest.find('\0')));
}

std::optional<std::string_view> content(std::string_view file, const Elf64_Shdr& section) {
  if (section.sh_offset > file.size() || section.sh_size > file.size() - section.sh_offset) return std::nullopt;
  return file.substr(section.sh_offset, section.sh_size);
}

std::vector<Symbol> read_table(std::string_view table, std::string_view names) {
  std::vector<Symbol> symbols;
  for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= table.size(); at += sizeof(Elf64_Sym)) {
    const auto raw = *take<Elf64_Sym>(table, at);
    const auto binding = ELF64_ST_BIND(raw.st_info);
    const bool visible =
        ELF64_ST_VISIBILITY(raw.st_other) == STV_DEFAULT || ELF64_ST_VISIBILITY(raw.st_other) == STV_PROTECTED;
    if (!visible || binding == STB_LOCAL) continue;
    symbols.push_back({name_at(names, raw.st_name), binding == STB_GNU_UNIQUE, raw.st_shndx != SHN_UNDEF});
  }
  return symbols;
}

}  // namespace

Result<std::vector<Symbol>> dynamic_symbols(std::string_view file) {
  const Error broken{Fault::invalid, "this is no complete 64-bit ELF shared object"};
  const auto header = take<Elf64_Ehdr>(file, 0);
  if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64)
    return broken;
  if (header->e_type != ET_DYN || header->e_shentsize != sizeof(Elf64_Shdr)) return broken;
  const std::uint64_t sections = std::uint64_t{header->e_shnum} * sizeof(Elf64_Shdr);
  if (header->e_shoff > file.size() || file.size() - header->e_shoff < sections) return broken;
  for (std::uint64_t i = 0; i < header->e_shnum; ++i) {
    const auto section = take<Elf64_Shdr>(file, header->e_shoff + i * sizeof(Elf64_Shdr));
    if (!section) return broken;
    if (section->sh_type != SHT_DYNSYM) continue;
    if (section->sh_link >= header->e_shnum) return broken;
    const auto linked = take<Elf64_Shdr>(file, header->e_shoff + section->sh_link * sizeof(Elf64_Shdr));
    if (!linked) return broken;
    const auto table = content(file, *section);
    const auto names = content(file, *linked);
    if (!table || !names) return broken;
    return read_table(*table, *names);
  }
  return Error{Fault::invalid, "this shared object has no dynamic symbols"};
}

}  // namespace countersign::plugin
