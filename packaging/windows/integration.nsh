; What Windows is told of Coreloom: shortcuts, which files it opens, how it is uninstalled. All of it for one user.

!include Win\COM.nsh
!include Win\Propkey.nsh

!define CLASSES "Software\Classes"
!define OWN_KEY "Software\Coreloom"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths\coreloom.exe"
!define APPLICATION_KEY "${CLASSES}\Applications\coreloomw.exe"

; The taskbar puts a window with the shortcut that started it when both name the same application.
!macro SHORTCUT FILE
  SetOutPath "$PROFILE" ; where it starts
  CreateShortCut "${FILE}" "$INSTDIR\coreloomw.exe" "" "$INSTDIR\coreloomw.exe" 0 SW_SHOWNORMAL "" \
    "See how your Python program runs"
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("${FILE}", ${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
        System::Call '*(&w${NSIS_MAX_STRLEN} "${APPLICATION_ID}")p.r4'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,&i4 $4)p.r5'
        ${IPropertyStore::SetValue} $2 '($3,$5)'
        ${IPropertyStore::Commit} $2 ""
        System::Free $3
        System::Free $4
        System::Free $5
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("${FILE}", 1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

; ---- files ----------------------------------------------------------------------------------------------------

; All endings, with what to do for each. DO_OWN is for files that are nobody else's: Coreloom opens them. DO_OTHER is for
; files that belong to editors: Coreloom stands under "Open with", and what opens them stays what it was.
!macro EACH_TYPE DO_OWN DO_OTHER
  !insertmacro ${DO_OWN} ".coreloom" "Coreloom.Scenario" "Coreloom scenario" "scenario" "application/vnd.coreloom.scenario"
  !insertmacro ${DO_OWN} ".corelesson" "Coreloom.Lesson" "Coreloom lesson" "lesson" "application/vnd.coreloom.lesson"
  !insertmacro ${DO_OWN} ".coretrace" "Coreloom.Trace" "Coreloom recorded run" "trace" "application/vnd.coreloom.trace"
  !insertmacro ${DO_OTHER} ".py" "Coreloom.Program"
  !insertmacro ${DO_OTHER} ".toml" "Coreloom.Scenario"
  !insertmacro ${DO_OTHER} ".md" "Coreloom.Lesson"
!macroend

!macro REGISTER_CLASS CLASS NAME ICON
  WriteRegStr HKCU "${CLASSES}\${CLASS}" "" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}" "FriendlyTypeName" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}" "AppUserModelID" "${APPLICATION_ID}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\DefaultIcon" "" "$INSTDIR\_internal\resources\icons\${ICON}.ico"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\open" "FriendlyAppName" "Coreloom"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\open\command" "" '"$INSTDIR\coreloomw.exe" "%1"'
!macroend

!macro REGISTER_OWN ENDING CLASS NAME ICON MIME
  !insertmacro REGISTER_CLASS "${CLASS}" "${NAME}" "${ICON}"
  WriteRegStr HKCU "${CLASSES}\${ENDING}" "" "${CLASS}"
  WriteRegStr HKCU "${CLASSES}\${ENDING}" "Content Type" "${MIME}"
  WriteRegStr HKCU "${OWN_KEY}\Capabilities\FileAssociations" "${ENDING}" "${CLASS}"
  !insertmacro REGISTER_OTHER "${ENDING}" "${CLASS}"
!macroend

!macro REGISTER_OTHER ENDING CLASS
  WriteRegStr HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${CLASS}" ""
  WriteRegStr HKCU "${APPLICATION_KEY}\SupportedTypes" "${ENDING}" ""
!macroend

!macro REGISTER_TYPES
  !insertmacro EACH_TYPE REGISTER_OWN REGISTER_OTHER
  !insertmacro REGISTER_CLASS "Coreloom.Program" "Python program in Coreloom" "coreloom"
  WriteRegStr HKCU "${APPLICATION_KEY}" "FriendlyAppName" "Coreloom"
  WriteRegStr HKCU "${APPLICATION_KEY}\shell\open\command" "" '"$INSTDIR\coreloomw.exe" "%1"'
  ; In the settings, under Default apps.
  WriteRegStr HKCU "${OWN_KEY}\Capabilities" "ApplicationName" "Coreloom"
  WriteRegStr HKCU "${OWN_KEY}\Capabilities" "ApplicationDescription" "See how your Python program runs"
  WriteRegStr HKCU "Software\RegisteredApplications" "Coreloom" "${OWN_KEY}\Capabilities"
  !insertmacro TELL_EXPLORER
!macroend

!macro UNREGISTER_OWN ENDING CLASS NAME ICON MIME
  DeleteRegKey HKCU "${CLASSES}\${CLASS}"
  ReadRegStr $0 HKCU "${CLASSES}\${ENDING}" ""
  ${If} $0 == "${CLASS}"
    DeleteRegValue HKCU "${CLASSES}\${ENDING}" ""
    DeleteRegValue HKCU "${CLASSES}\${ENDING}" "Content Type"
  ${EndIf}
  !insertmacro UNREGISTER_OTHER "${ENDING}" "${CLASS}"
!macroend

!macro UNREGISTER_OTHER ENDING CLASS
  DeleteRegValue HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${CLASS}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}"
!macroend

!macro UNREGISTER_TYPES
  !insertmacro EACH_TYPE UNREGISTER_OWN UNREGISTER_OTHER
  DeleteRegKey HKCU "${CLASSES}\Coreloom.Program"
  DeleteRegKey HKCU "${APPLICATION_KEY}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\Applications"
  DeleteRegKey HKCU "${OWN_KEY}\Capabilities"
  DeleteRegValue HKCU "Software\RegisteredApplications" "Coreloom"
  DeleteRegKey /ifempty HKCU "Software\RegisteredApplications"
  !insertmacro TELL_EXPLORER
!macroend

!macro TELL_EXPLORER
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED, SHCNF_IDLIST
!macroend

; ---- the list of installed applications -----------------------------------------------------------------------

!macro REGISTER_UNINSTALLER
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Coreloom"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\coreloomw.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
!macroend
