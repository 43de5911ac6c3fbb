// The body's block picker offers no block that only an import makes; those an article has stay as they are.
(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;

  class BodyBlockDefinition extends StreamBlockDefinition {
    constructor(name, groups, initialStates, meta) {
      super(name, groups, initialStates, meta);
      this.groupedChildBlockDefs = groups.map(([group, blocks]) => [
        group,
        blocks.filter((block) => !meta.importedOnly.includes(block.name)),
      ]);
    }
  }

  window.telepath.register("articles.blocks.BodyBlock", BodyBlockDefinition);
})();
