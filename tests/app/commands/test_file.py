def test_a_new_document_is_written_at_once(window):
    assert window.files.edit_program() is None  # nothing is open
    window.actions_by_name["new"].trigger()
    editor = window.files.editor
    assert window.documents.name == "untitled"
    assert editor.edit.toPlainText() == window.session.scenario.processes[0].program.source
    assert window.files.edit_program() is editor
    editor.edit.setPlainText("x = 5\n")
    editor.run.click()
    assert window.session.scenario.processes[0].program.source == "x = 5\n"
    editor.close()
    assert window.files.editor is None
