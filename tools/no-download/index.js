// Prisma's packages call this after their installation. Readout needs no native engine, so nothing is fetched.
exports.BinaryType = { SchemaEngineBinary: "schema-engine" };
exports.download = async () => ({});
exports.getBinaryTargetForCurrentPlatform = async () => "native";
exports.getBinaryName = (name) => name;
exports.getBinaryVersion = async () => "";
exports.maybeCopyToTmp = async (file) => file;
exports.overwriteFile = async () => {};
exports.plusX = async () => {};
exports.vercelPkgPathRegex = /^$/;
